import type { TcFilter } from '../../model/qdisc.ts';
import { type Json, number, readJson, text } from '../json.ts';
import { present } from '../present.ts';

/**
 * `tc -j -s filter show dev DEV [ingress | parent HANDLE]`. tc prints each filter twice, the first time without its handle and
 * options: only the second is kept.
 * @param at the device, and the parent that was asked for: tc leaves both out of the answer then
 */
export function parseFilters(raw: string, at: { readonly dev: string; readonly parent?: string }): TcFilter[] {
  return readJson('tc -j filter show', mended(raw), (json) => json.list().filter((each) => each.at('options').exists).map((each) => filterOf(each, at)));
}

function filterOf(json: Json, at: { readonly dev: string; readonly parent?: string }): TcFilter {
  return present({
    dev: at.dev,
    parent: json.at('parent').maybe(text) ?? at.parent ?? 'root',
    protocol: json.at('protocol').text(),
    pref: json.at('pref').number(),
    kind: json.at('kind').text(),
    chain: json.at('chain').maybe(number),
    options: json.at('options').record(),
  });
}

/**
 * iproute2 up to 6.1 prints the options of some kinds (fw, u32) as plain text in the middle of its JSON:
 * `"options":{handle 0x1 classid :1 }`. They are kept as they are, under `text`.
 */
function mended(raw: string): string {
  return raw.replace(/"options":\{(?!\s*["}])([^"]*?)\}/g, (_all, words: string) => `"options":{"text":${JSON.stringify(words.trim())}}`);
}
