import stringWidth from 'string-width';
import { codeWidth, isControl, isSimple } from './width.ts';

/** Cells hold code points; from here on they hold a cluster of several, by its number. */
export const FIRST_CLUSTER = 0x200000;

/** Beyond it, the table is begun anew with the next frame: what a guest prints must not fill our memory. */
const MOST = 20_000;

const texts: string[] = [];
const codes = new Map<string, number>();
/** Made when it is first needed: that takes as long as half a start of Node. */
let segmenter: Intl.Segmenter | undefined;

/** True once, when there were too many: whoever holds numbers has to paint every cell again. */
export function clustersAreFull(): boolean {
  return texts.length > MOST;
}

export function forgetClusters(): void {
  texts.length = 0;
  codes.clear();
}

/** What a cell with this code shows. */
export const glyph = (code: number): string => (code < FIRST_CLUSTER ? String.fromCodePoint(code) : (texts[code - FIRST_CLUSTER] ?? ' '));

/** Tells each visible character of a text: its code and its width in cells, 1 or 2. Control characters are left out. */
export function eachCluster(text: string, tell: (code: number, width: number) => void): void {
  if (isSimple(text)) {
    for (let at = 0; at < text.length; at++) tell(text.charCodeAt(at), 1);
    return;
  }
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(text)) {
    const first = segment.codePointAt(0) ?? 0;
    const single = segment.length === (first > 0xffff ? 2 : 1);
    const width = single ? codeWidth(first) : isControl(first) ? 0 : stringWidth(segment);
    if (width > 2) [...segment].forEach((char) => eachCluster(char, tell));
    else if (width > 0) tell(single ? first : clusterCode(segment), width);
  }
}

function clusterCode(segment: string): number {
  const known = codes.get(segment);
  if (known !== undefined) return known;
  const code = FIRST_CLUSTER + texts.length;
  texts.push(segment);
  codes.set(segment, code);
  return code;
}
