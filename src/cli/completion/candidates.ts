import type { ArgKind, CommandOption, Verb } from '../../command/command.ts';
import { GLOBAL_OPTIONS, optionsOf } from '../../command/global-options.ts';
import { nodeNames } from '../../command/known-nodes.ts';
import { portNames } from '../../command/port-verbs.ts';
import { VERBS } from '../../command/registry.ts';
import { defaultLab, labNames, lookupLab } from '../../config/lookup-lab.ts';
import { LabdeckError } from '../../model/errors.ts';
import { valueOf } from '../../model/reading.ts';
import type { Snapshot } from '../../store/change.ts';
import type { LabState } from '../../store/state.ts';
import type { Doors } from '../doors.ts';
import type { CliIo } from '../io.ts';
import { groups, splitVerb, verbOf } from '../parse-line.ts';
import { FILES, SHELLS } from './scripts.ts';

/** A person waits at the prompt: whatever is not known by then is not offered. */
const LIMIT_MS = 300;

interface Candidate {
  readonly word: string;
  readonly says: string;
}

interface Place {
  readonly before: readonly string[];
  readonly io: CliIo;
  readonly doors: Doors;
}

/**
 * What may stand where the cursor is, as `word<TAB>description` lines. Starts no keeper and never takes longer than a blink.
 * @param words the words after `labdeck`; the last is the one being typed, perhaps empty
 */
export async function candidates(words: readonly string[], io: CliIo, doors: Doors): Promise<readonly string[]> {
  const before = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  const offered = before.includes('--') ? [] : await offer(typed, { before, io, doors });
  return offered.filter(({ word }) => word.startsWith(typed) || word === FILES).map(({ word, says }) => (word === FILES ? word : `${word}\t${says}`));
}

function offer(typed: string, place: Place): Promise<readonly Candidate[]> | readonly Candidate[] {
  const { words, rest } = splitVerb(place.before);
  const verb = words[0] === undefined ? undefined : verbOf(words[0], words[1]);
  const options = verb === undefined ? GLOBAL_OPTIONS : optionsOf(verb);
  const asked = options.find((option) => option.type !== 'flag' && place.before.at(-1) === `--${option.name}`);
  if (asked !== undefined) return optionValues(asked, place);
  if (typed.startsWith('-')) return options.map(({ name, summary }) => ({ word: `--${name}`, says: summary }));
  if (verb === undefined) return verbWords(words);
  return argumentValues(verb, operands(verb, words, rest), place);
}

function verbWords([first]: readonly string[]): readonly Candidate[] {
  if (first === undefined) return [...firstWords(), { word: 'help', says: 'say what a verb does' }];
  if (first === 'help') return firstWords();
  return VERBS.filter(({ cli }) => cli.startsWith(`${first} `)).map(({ cli, summary }) => ({ word: cli.slice(first.length + 1), says: summary }));
}

function firstWords(): readonly Candidate[] {
  const single = VERBS.filter(({ cli }) => !cli.includes(' ')).map(({ cli, summary }) => ({ word: cli, says: summary }));
  const grouped = groups().map((group) => ({ word: group, says: VERBS.filter(({ cli }) => cli.startsWith(`${group} `)).map(({ cli }) => cli.slice(group.length + 1)).join(', ') }));
  return [...single, ...grouped];
}

/** The plain words after the verb's own, without the values of options. */
function operands(verb: Verb, words: readonly string[], rest: readonly string[]): readonly string[] {
  const valued = new Set(optionsOf(verb).filter(({ type }) => type !== 'flag').map(({ name }) => `--${name}`));
  const plain = rest.filter((word, index) => !word.startsWith('-') && !valued.has(rest[index - 1] ?? ''));
  return [...words.slice(verb.cli.split(' ').length), ...plain];
}

function optionValues({ name, type, choices, summary }: CommandOption, { io }: Place): readonly Candidate[] {
  if (name === 'lab') return [...labNames(io).map((word) => ({ word, says: 'a lab' })), { word: FILES, says: '' }];
  if (choices !== undefined) return choices.map((word) => ({ word, says: summary }));
  return type === 'path' ? [{ word: FILES, says: '' }] : [];
}

const LIVE: Partial<Readonly<Record<ArgKind, (state: LabState) => readonly Candidate[]>>> = {
  node: (state) => nodeNames(state).map((word) => ({ word, says: 'a node' })),
  target: (state) => nodeNames(state).map((word) => ({ word, says: 'a node' })),
  port: (state) => portNames(state).map((word) => ({ word, says: 'an OVS port' })),
  snapshot: (state) => (valueOf(state.snapshots) ?? []).map(({ name }) => ({ word: name, says: 'a snapshot' })),
};

const FIXED: Partial<Readonly<Record<ArgKind, readonly Candidate[]>>> = {
  target: [
    { word: 'outer', says: 'the outer VM' },
    { word: 'host', says: 'this machine' },
  ],
  path: [{ word: FILES, says: '' }],
};

async function argumentValues(verb: Verb, given: readonly string[], place: Place): Promise<readonly Candidate[]> {
  const arg = verb.args[given.length] ?? (verb.args.at(-1)?.many === true ? verb.args.at(-1) : undefined);
  if (arg === undefined) return [];
  if (verb.id === 'completion.print') return SHELLS.map((word) => ({ word, says: 'a shell' }));
  const live = LIVE[arg.kind];
  const state = live === undefined ? undefined : await liveState(place);
  const names = state === undefined ? [] : (live?.(state) ?? []);
  return [...(FIXED[arg.kind] ?? []), ...names].filter(({ word }) => !given.includes(word));
}

/** The store of a keeper that runs; undefined when none does, or it does not answer at once. */
async function liveState({ before, io, doors }: Place): Promise<LabState | undefined> {
  const at = before.lastIndexOf('--lab');
  const name = at === -1 ? defaultLab(io.env) : (before[at + 1] ?? '');
  const late = AbortSignal.timeout(LIMIT_MS);
  try {
    const link = await doors.openIfRunning(lookupLab(name, io), LIMIT_MS);
    if (link === undefined) return undefined;
    late.addEventListener('abort', () => link.close());
    const answer = await link.request('store/follow', {}, late);
    link.close();
    return (answer as Snapshot).state;
  } catch (error) {
    // A completion has nobody to tell: what cannot be known is not offered.
    if (error instanceof LabdeckError) return undefined;
    throw error;
  }
}
