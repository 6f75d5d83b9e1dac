import about from '../../package.json' with { type: 'json' };

/** Put in by the bundler: a hash over everything that was built. */
declare const LABDECK_BUILD: string | undefined;

export const VERSION: string = about.version;

/** Tells two builds of one version apart; `source` when the sources run as they are. */
export const BUILD: string = typeof LABDECK_BUILD === 'string' ? LABDECK_BUILD : 'source';
