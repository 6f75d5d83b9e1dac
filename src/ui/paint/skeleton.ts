import type { LayoutConfig } from '../../config/layout.ts';
import { arrange, type PaneBox, type Size } from '../layout/arrange.ts';
import type { ThemeStyles } from '../theme.ts';
import type { Glyphs } from './glyphs.ts';
import { type StyleId, sgrOf } from './styles.ts';

export interface SkeletonParts {
  readonly layout: LayoutConfig;
  readonly size: Size;
  readonly styles: ThemeStyles;
  /** What stands in the header until anything is known. */
  readonly head: string;
  readonly glyphs?: Glyphs;
}

/**
 * The frame of the screen as text to write on an empty one: header, boxes and titles, as the live frame will have them. Uses nothing
 * that is slow to load, so that it is there before Ink is.
 */
export function skeleton({ layout, size, styles, head, glyphs }: SkeletonParts): string {
  const { width, height } = size;
  const boxes = arrange(layout, { width, height: height - 2 });
  const bones = boxes.map((box) => boxText({ ...box, y: box.y + 1 }, styles)).join('');
  // Terminals clear with the background that holds.
  const ground = styles.text === 0 ? '' : `\u001b[0;${sgrOf(styles.text)}m\u001b[2J`;
  const text = ground + at(0, 0, styles.title, ` ${head}`.slice(0, width)) + bones;
  return `${glyphs === undefined ? text : text.replace(/[^\0-\u007f]/g, (char) => standIn(char, glyphs))}\u001b[0m`;
}

function boxText({ pane, x, y, width, height }: PaneBox, { border, title }: ThemeStyles): string {
  const flat = '─'.repeat(width - 2);
  const name = ` ${paneTitle(pane)} `.slice(0, Math.max(0, width - 4));
  const sides = Array.from({ length: height - 2 }, (_, row) => at(x, y + 1 + row, border, '│') + at(x + width - 1, y + 1 + row, border, '│'));
  return [at(x, y, border, `╭${flat}╮`), at(x + 2, y, title, name), ...sides, at(x, y + height - 1, border, `╰${flat}╯`)].join('');
}

/** `outer-vm` -> `Outer VM`: near enough to the pane's own title, for the moment that it stands there. */
export function paneTitle(pane: string): string {
  const words = pane.replaceAll('-', ' ').replace(/\bvm\b/g, 'VM');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function at(x: number, y: number, style: StyleId, text: string): string {
  return `\u001b[${y + 1};${x + 1}H\u001b[0${style === 0 ? '' : `;${sgrOf(style)}`}m${text}`;
}

const standIn = (char: string, glyphs: Glyphs): string => String.fromCodePoint(glyphs.get(char.codePointAt(0) ?? 0) ?? char.codePointAt(0) ?? 0);
