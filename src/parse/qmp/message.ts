import { ParseError } from '../../model/errors.ts';

export type Json = Readonly<Record<string, unknown>>;

/** `{"QMP": {"version": {...}, "capabilities": ["oob"]}}` */
export interface QmpGreeting {
  /** `7.2.22` */
  readonly version: string;
  /** The distribution's name for it: `Debian 1:7.2+dfsg-7`. */
  readonly package: string;
  readonly capabilities: readonly string[];
  /** As it came, for a socket that passes it on. */
  readonly raw: Json;
}

export interface QmpEvent {
  readonly event: string;
  readonly data: Json;
  /** Unix milliseconds, by QEMU's clock; 0 where QEMU could not tell the time (it sends -1). */
  readonly at: number;
}

export type QmpMessage =
  | { readonly kind: 'greeting'; readonly greeting: QmpGreeting }
  | { readonly kind: 'return'; readonly id: unknown; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: unknown; readonly errorClass: string; readonly desc: string }
  | { readonly kind: 'event'; readonly event: QmpEvent; readonly raw: Json }
  | { readonly kind: 'unknown'; readonly raw: Json };

/**
 * One message of the server (qmp-spec, section 2).
 * @throws ParseError when the text is no JSON object
 */
export function parseQmpMessage(text: string): QmpMessage {
  const raw = parseObject(text);
  for (const { key, read } of KINDS) if (key in raw) return read(raw);
  return { kind: 'unknown', raw };
}

/** @throws ParseError when the text is no JSON object */
export function parseObject(text: string): Json {
  const value = tryJson(text);
  if (isObject(value)) return value;
  throw new ParseError({ what: 'a QMP message is not a JSON object', detail: text.slice(0, 2000) });
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object, or none when it is something else. */
export function fields(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const KINDS: readonly { readonly key: string; readonly read: (raw: Json) => QmpMessage }[] = [
  { key: 'return', read: (raw) => ({ kind: 'return', id: raw['id'], value: raw['return'] }) },
  { key: 'error', read: (raw) => ({ kind: 'error', id: raw['id'], errorClass: text(fields(raw['error'])['class']), desc: text(fields(raw['error'])['desc']) }) },
  { key: 'event', read: (raw) => ({ kind: 'event', raw, event: { event: text(raw['event']), data: fields(raw['data']), at: timestamp(raw['timestamp']) } }) },
  { key: 'QMP', read: (raw) => ({ kind: 'greeting', greeting: greetingOf(raw) }) },
];

function tryJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new ParseError({ what: 'a QMP message is not JSON', detail: json.slice(0, 2000), cause: error });
  }
}

function greetingOf(raw: Json): QmpGreeting {
  const { version, capabilities } = fields(raw['QMP']);
  const { qemu, package: packageName } = fields(version);
  const { major, minor, micro } = fields(qemu);
  const names = Array.isArray(capabilities) ? capabilities.filter((each) => typeof each === 'string') : [];
  return { version: [major, minor, micro].join('.'), package: text(packageName), capabilities: names, raw };
}

function timestamp(value: unknown): number {
  const { seconds, microseconds } = fields(value);
  if (typeof seconds !== 'number' || typeof microseconds !== 'number' || seconds < 0) return 0;
  return seconds * 1000 + microseconds / 1000;
}
