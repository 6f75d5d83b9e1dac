import manifest from '../../package.json' with { type: 'json' };

/** Filled in by the bundler: a hash of everything that ships. */
declare const LABDECK_BUILD: string;

/** What of labdeck runs here. Two processes work together only when both parts are equal. */
export interface Identity {
  readonly version: string;
  readonly build: string;
}

export const IDENTITY: Identity = {
  version: manifest.version,
  build: typeof LABDECK_BUILD === 'undefined' ? 'source' : LABDECK_BUILD,
};

/** Orders versions by their numbers: negative when `a` is the older one. What follows a `-` is left out. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function numbers(version: string): number[] {
  const parts = version.split('-', 1)[0]?.split('.') ?? [];
  return [0, 1, 2].map((index) => Number(parts[index] ?? 0));
}
