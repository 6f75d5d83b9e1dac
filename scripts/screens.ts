/**
 * npm run screens [-- VIEW…]: pictures of the cockpit for the README, into assets/screens/. The built labdeck runs in a terminal on a lab without QEMU; what the terminal
 * shows is written as SVG: the overview in three sizes and all themes, every other view once.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { LAYOUTS, THEMES } from '../src/ui/built-in.ts';
import { type FakeLab, startFakeLab } from '../test/fakes/fake-lab.ts';
import { openCockpit } from '../test/stories/stage.ts';
import type { Cell, StoryTerminal } from '../test/stories/terminal.ts';
import { ensureBuild } from './steps/ensure-build.ts';
import { inRoot } from './steps/root.ts';
import { DARK, LIGHT, screenSvg } from './steps/screen-svg.ts';

interface Picture {
  readonly view: string;
  readonly theme: string;
  readonly columns: number;
  readonly rows: number;
}

const SIZES = [{ columns: 80, rows: 24 }, { columns: 120, rows: 40 }, { columns: 200, rows: 60 }] as const;
const FOLDER = inRoot('assets/screens');

const overviews = Object.keys(THEMES).flatMap((theme) => SIZES.map((size): Picture => ({ view: 'overview', theme, ...size })));
const others = Object.keys(LAYOUTS).filter((view) => view !== 'overview').map((view): Picture => ({ view, theme: 'default', ...SIZES[1] }));
const wanted = process.argv.slice(2);
const pictures = [...overviews, ...others].filter(({ view }) => wanted.length === 0 || wanted.includes(view));

if (await ensureBuild()) await takeAll();
else process.exitCode = 1;

async function takeAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await using lab = await startFakeLab({ name: 'embedded' });
  for (const picture of pictures) {
    const file = `${FOLDER}/${picture.view}-${picture.columns}x${picture.rows}-${picture.theme}.svg`;
    writeFileSync(file, screenSvg(await taken(lab, picture), picture.theme.includes('light') ? LIGHT : DARK));
    console.log(file);
  }
}

async function taken(lab: FakeLab, { view, theme, columns, rows }: Picture): Promise<readonly (readonly Cell[])[]> {
  await using terminal = openCockpit(lab, { columns, rows, words: ['--view', view, '--theme', theme] });
  await terminal.until((each) => each.lines()[0]?.includes('outer running') === true);
  return cellsOf(await terminal.idle(700));
}

function cellsOf(terminal: StoryTerminal): readonly (readonly Cell[])[] {
  return Array.from({ length: terminal.rows }, (_, y) => Array.from({ length: terminal.columns }, (__, x) => terminal.cell(x, y)));
}
