import type { TcClass, TcOptions } from '../../model/qdisc.ts';
import { type Json, readJson, text } from '../json.ts';
import { linesOf, notUnderstood } from '../lines.ts';
import { present } from '../present.ts';

const WHAT = 'tc class show';

/**
 * `tc -j -s class show dev DEV`. iproute2 up to 6.1 ignores `-j` here and prints text; both are understood.
 *
 *     class htb 1:1 parent 1:fffe leaf 1de7: prio 0 rate 800Mbit ceil 1600Mbit burst 10Mb cburst 10Mb
 *      Sent 6372 bytes 119 pkt (dropped 0, overlimits 0 requeues 0)
 *
 * @param dev the device that was asked for: tc leaves it out of the answer
 */
export function parseClasses(raw: string, dev: string): TcClass[] {
  if (raw.trimStart().startsWith('[')) return readJson(WHAT, raw, (json) => json.list().map((each) => fromJson(each, dev)));
  // Statistics are indented, so what is not is a class.
  return linesOf(WHAT, raw).filter((line) => line !== '' && !/^\s/.test(line)).map((line) => fromText(line, dev, raw));
}

function fromJson(json: Json, dev: string): TcClass {
  const { class: kind, handle, parent, leaf, root, stats: _stats, ...options } = json.record();
  return present({
    dev,
    kind: json.at('class').text(),
    handle: json.at('handle').text(),
    parent: json.at('parent').maybe(text),
    root: root === true,
    leaf: leaf === undefined ? undefined : `${String(leaf).replace(/^0x/, '').replace(/:$/, '')}:`,
    options,
  });
}

function fromText(line: string, dev: string, raw: string): TcClass {
  const [, kind, handle, place, rest = ''] = /^class (\S+) (\S+) (root|parent \S+)(.*)$/.exec(line) ?? [];
  if (kind === undefined || handle === undefined || place === undefined) throw notUnderstood(WHAT, `'${line}' is no class`, raw);
  const [, leaf, tail = rest] = /^ leaf (\S+)(.*)$/.exec(rest) ?? [];
  const root = place === 'root';
  return present({ dev, kind, handle, parent: root ? undefined : place.slice('parent '.length), root, leaf, options: options(tail, raw) });
}

/** `prio 0 rate 800Mbit …`: a word and its value, in tc's own units. */
function options(tail: string, raw: string): TcOptions {
  const words = tail.trim().split(/\s+/).filter((word) => word !== '');
  if (words.length % 2 !== 0) throw notUnderstood(WHAT, `'${tail.trim()}' are no pairs`, raw);
  return Object.fromEntries(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1]]] : [])));
}
