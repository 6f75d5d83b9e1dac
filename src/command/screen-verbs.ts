/**
 * What a key does to the screen and not to the lab. Data alone: the keymap, help, footer and palette are made from it, and
 * `src/ui/acts/` holds what each does (a test holds the two together).
 */
export interface ScreenVerb {
  /** `noun.verb` */
  readonly id: string;
  readonly summary: string;
  /** Two words for the footer. */
  readonly short: string;
  /** A word it takes, as `screen.view` takes the view's number; asked for by the palette. */
  readonly word?: string;
}

const row = (id: string, short: string, summary: string, word?: string): ScreenVerb => ({ id, short, summary, ...(word === undefined ? {} : { word }) });

export const SCREEN_VERBS: readonly ScreenVerb[] = [
  row('screen.quit', 'quit', 'leave at once; the lab stays as it is'),
  row('screen.suspend', 'to shell', 'back to the shell; fg comes back'),
  row('screen.redraw', 'redraw', 'paint every cell anew'),
  row('screen.view', 'view', 'show a view: overview, nodes, fabric, …', 'view'),
  row('screen.back', 'back', 'back to the view before'),
  row('screen.palette', 'palette', 'find and run any command'),
  row('screen.help', 'help', 'the keys that work here, and what they do; Enter runs one'),
  row('screen.freeze', 'pause', 'hold everything that is shown still; again lets it go on'),
  row('screen.copy', 'copy', 'freeze the pane and pick lines to copy (OSC 52), without borders'),
  row('screen.mouse', 'mouse', 'give the mouse to the terminal, or take it back'),
  row('screen.theme', 'theme', 'choose a theme', 'theme'),
  row('screen.dry-run', 'dry run', 'show what the next command would run, and run none of it'),
  row('screen.copy-command', 'copy cmd', 'copy what the next command would run instead of running it'),
  row('screen.undo', 'undo', 'take the last command back, where it has an opposite; it asks as that one does'),
  row('screen.dismiss', 'dismiss', 'close what is on top, or clear the filter, or the marks'),
  row('pane.next', 'next pane', 'focus the next pane'),
  row('pane.previous', 'last pane', 'focus the pane before'),
  row('pane.focus', 'focus', 'focus the pane to the left, right, above or below', 'direction'),
  row('pane.zoom', 'zoom', 'the focused pane alone on the screen; again brings the others back'),
  row('pane.grow', 'resize', 'give the focused pane more or less room', 'direction'),
  row('pane.move', 'move', 'swap the focused pane with its neighbour', 'direction'),
  row('pane.down', 'down', 'one row down'),
  row('pane.up', 'up', 'one row up'),
  row('pane.left', 'left', 'a column to the left'),
  row('pane.right', 'right', 'a column to the right'),
  row('pane.page-down', 'page', 'a page down'),
  row('pane.page-up', 'page', 'a page up'),
  row('pane.first', 'first', 'the first row'),
  row('pane.last', 'last', 'the last row; a log follows again'),
  row('pane.open', 'details', 'open what the cursor is on'),
  row('pane.filter', 'filter', 'show the rows that match: words, /regex/, !not, column:word'),
  row('pane.search', 'search', 'find in the text'),
  row('pane.find-next', 'next', 'the next match'),
  row('pane.find-previous', 'previous', 'the match before'),
  row('table.mark', 'mark', 'mark the row, or take its mark away'),
  row('table.mark-range', 'range', 'mark from the last mark to here'),
  row('table.mark-all', 'mark all', 'mark every row that is shown; again unmarks'),
  row('table.sort', 'sort', 'sort by the column that left and right stand on; again turns the order'),
  row('table.columns', 'columns', 'choose the columns'),
];
