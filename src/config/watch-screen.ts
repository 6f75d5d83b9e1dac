import { basename, dirname, extname, join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { watch } from 'chokidar';
import { toFailure } from '../model/errors.ts';
import type { Failure } from '../model/failure.ts';
import { checkedKeymapSchema, type KeyComplaint, type KeymapConfig } from './keymap.ts';
import { type LayoutConfig, layoutSchema } from './layout.ts';
import { type ThemeConfig, themeSchema } from './theme.ts';
import type { ConfigWatch } from './watch.ts';
import { readYamlFile } from './yaml-file.ts';

/** What files say of the screen, by the names that they give themselves. */
export interface ScreenConfig {
  readonly layouts: Readonly<Record<string, LayoutConfig>>;
  readonly themes: Readonly<Record<string, ThemeConfig>>;
  readonly keymap?: KeymapConfig;
  readonly failures: readonly (Failure & { readonly file: string })[];
}

export interface ScreenDirs {
  /** labdeck's own `layouts` and `themes`: built in, so that only what is edited meanwhile counts. */
  readonly builtIn: { readonly layouts: string; readonly themes: string };
  /** The user's: `layouts/*.yaml`, `themes/*.yaml` and `keymap.yaml` in it. Made where it is missing: what is not there cannot be watched. */
  readonly user: string;
}

/** What is wrong with keys beside their form: commands that are not there, keys with two meanings. */
export type KeyCheck = (keys: KeymapConfig['keys']) => readonly KeyComplaint[];

/** Editors write in pieces: a file is read once it was left alone for so long. An edit has to show within 300 ms. */
const SETTLE_MS = 60;

type Value = { readonly layout: LayoutConfig } | { readonly theme: ThemeConfig } | { readonly keymap: KeymapConfig };

/** The last good value of a file, and what is wrong with it now. */
interface Known {
  readonly value?: Value;
  readonly failure?: Failure;
}

/** Watches all that the user may say of the screen. A file that cannot be used keeps what it said before, and is told of with its line. */
export function watchScreen({ builtIn, user }: ScreenDirs, keyCheck: KeyCheck, told: (config: ScreenConfig) => void): ConfigWatch {
  mkdirSync(user, { recursive: true, mode: 0o700 });
  const known = new Map<string, Known>();
  let isReady = false;
  const isOwn = (file: string): boolean => file.startsWith(join(user, '/'));
  const tell = (): void => told(joined(known, isOwn));
  const read = (file: string): void => {
    const load = loaderOf(file, keyCheck);
    // What is built in is known already, and the same, until somebody edits it.
    if (load === undefined || (!isReady && !isOwn(file))) return;
    known.set(file, reread(file, load, known.get(file)));
    if (isReady) tell();
  };
  const watcher = watch([builtIn.layouts, builtIn.themes, user], { depth: 1, awaitWriteFinish: { stabilityThreshold: SETTLE_MS, pollInterval: 20 } });
  watcher.on('add', read).on('change', read).on('unlink', (file) => known.delete(file) && tell());
  watcher.on('error', (error) => told({ ...joined(known, isOwn), failures: [{ ...toFailure(error), file: user }] }));
  const ready = new Promise<void>((resolve) => void watcher.once('ready', resolve)).then(() => {
    isReady = true;
    if (known.size > 0) tell();
  });
  return { close: () => watcher.close(), ready };
}

type Load = (file: string) => Value;

const LOADERS: Readonly<Record<string, Load>> = {
  layouts: (file) => ({ layout: readYamlFile(file, layoutSchema) }),
  themes: (file) => ({ theme: readYamlFile(file, themeSchema) }),
};

/** By where it lies; undefined for what is none of ours. */
function loaderOf(file: string, keyCheck: KeyCheck): Load | undefined {
  if (!['.yaml', '.yml'].includes(extname(file))) return undefined;
  if (basename(file) === 'keymap.yaml') return (path) => ({ keymap: readYamlFile(path, checkedKeymapSchema(keyCheck)) });
  return LOADERS[basename(dirname(file))];
}

function reread(file: string, load: Load, before: Known | undefined): Known {
  try {
    return { value: load(file) };
  } catch (error) {
    return { ...(before?.value === undefined ? {} : { value: before.value }), failure: toFailure(error) };
  }
}

/** The user's files over those that are built in. */
function joined(known: ReadonlyMap<string, Known>, isOwn: (file: string) => boolean): ScreenConfig {
  const files = [...known].toSorted(([a], [b]) => Number(isOwn(a)) - Number(isOwn(b)) || (a < b ? -1 : 1));
  const values = files.flatMap(([, { value }]) => value ?? []);
  const keymap = values.flatMap((value) => ('keymap' in value ? value.keymap : [])).at(-1);
  return {
    layouts: Object.fromEntries(values.flatMap((value) => ('layout' in value ? [[value.layout.layout, value.layout] as const] : []))),
    themes: Object.fromEntries(values.flatMap((value) => ('theme' in value ? [[value.theme.theme, value.theme] as const] : []))),
    ...(keymap === undefined ? {} : { keymap }),
    failures: files.flatMap(([file, { failure }]) => (failure === undefined ? [] : [{ ...failure, file }])),
  };
}
