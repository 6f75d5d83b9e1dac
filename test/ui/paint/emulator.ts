import xterm from '@xterm/headless';
import { codeWidth } from '../../../src/ui/paint/width.ts';

const JOINER = 0x200d;
const isFlagLetter = (code: number): boolean => code >= 0x1f1e6 && code <= 0x1f1ff;
/** What came before, as far as it decides whether the next code point joins it. */
const AFTER = { other: 0, joiner: 1, flagLetter: 2 };

/** A terminal's rule for clusters, as today's have it: what is joined takes no cells of its own. Properties as xterm packs them: kind, width, joins. */
const CLUSTERS: xterm.IUnicodeVersionProvider = {
  version: 'clusters',
  wcwidth: (code) => codeWidth(code) as 0 | 1 | 2,
  charProperties: (code, before) => {
    const kind = before >> 3;
    const joins = before !== 0 && (codeWidth(code) === 0 || kind === AFTER.joiner || (kind === AFTER.flagLetter && isFlagLetter(code)));
    const next = code === JOINER ? AFTER.joiner : isFlagLetter(code) && !joins ? AFTER.flagLetter : AFTER.other;
    const width = joins ? Math.max((before >> 1) & 3, isFlagLetter(code) ? 2 : 0) : codeWidth(code);
    return (next << 3) | (width << 1) | (joins ? 1 : 0);
  },
};

/** A terminal that interprets what is written to it. */
export class Emulator {
  readonly terminal: xterm.Terminal;

  constructor(cols: number, rows: number) {
    this.terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
    this.terminal.unicode.register(CLUSTERS);
    this.terminal.unicode.activeVersion = CLUSTERS.version;
  }

  write(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.terminal.write(bytes, resolve));
  }

  /** The screen as text; trailing spaces are left out. */
  rows(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from({ length: this.terminal.rows }, (_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '');
  }

  /** Every cell with all that shows of it. */
  cells(): string[][] {
    const { active } = this.terminal.buffer;
    return Array.from({ length: this.terminal.rows }, (_, y) => Array.from({ length: this.terminal.cols }, (_cell, x) => looks(active.getLine(active.viewportY + y)?.getCell(x))));
  }
}

function looks(cell: xterm.IBufferCell | undefined): string {
  if (cell === undefined) return 'none';
  const flags = [cell.isBold(), cell.isDim(), cell.isItalic(), cell.isUnderline(), cell.isInverse(), cell.isStrikethrough()].map((flag) => (flag ? 1 : 0)).join('');
  const ground = [cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor()].join(',');
  return `${cell.getWidth()}|${cell.getChars() === '' && cell.getWidth() > 0 ? ' ' : cell.getChars()}|${flags}|${ground}`;
}
