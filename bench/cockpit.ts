import { startFakeLab } from '../test/fakes/fake-lab.ts';
import { openCockpit } from '../test/stories/stage.ts';
import { StoryTerminal } from '../test/stories/terminal.ts';
import { SIZE } from './cockpit-stage.ts';
import { type BenchRow, row } from './row.ts';

const TIMES = 15;

type Shows = (text: string) => boolean;

/** The frame of a pane, in whichever glyphs. */
const skeleton: Shows = (text) => text.includes('Nodes') && /[╰+└]/u.test(text);
/** A value that only the keeper can know. */
const live: Shows = (text) => text.includes('running') && text.includes('192.168.100.10');

/**
 * How long a person waits for the cockpit: whole processes in a pty, from the launcher, a keeper running, each beside a bare node in turn. Minima: what the machine
 * does besides only ever adds.
 */
export async function bench(): Promise<readonly BenchRow[]> {
  await using lab = await startFakeLab();
  const open = () => openCockpit(lab, SIZE);
  const bare = () => new StoryTerminal({ argv: [process.execPath, '-e', '0'], env: lab.env });
  await until(open, live);
  const taken = { bare: [] as number[], first: [] as number[], live: [] as number[] };
  for (let time = 0; time < TIMES; time += 1) {
    taken.bare.push(await untilEnd(bare));
    taken.first.push(await until(open, skeleton));
    taken.live.push(await until(open, live));
  }
  const node = Math.min(...taken.bare);
  return [
    row('first paint: the frame (aim: at most x1.5)', Math.min(...taken.first), 'ms', node),
    row('live frame, keeper running (aim: x4, at most x5)', Math.min(...taken.live), 'ms', node),
  ];
}

async function until(open: () => StoryTerminal, shows: Shows): Promise<number> {
  const since = performance.now();
  const terminal = open();
  const seen = Promise.withResolvers<number>();
  let text = '';
  terminal.onText((more) => {
    text += more;
    if (shows(text)) seen.resolve(performance.now() - since);
  });
  void terminal.ended.then(() => seen.reject(new Error(`the cockpit ended before its frame\n${terminal.dump()}`)));
  const ms = await seen.promise;
  await terminal.close();
  return ms;
}

async function untilEnd(open: () => StoryTerminal): Promise<number> {
  const since = performance.now();
  const terminal = open();
  await terminal.ended;
  const ms = performance.now() - since;
  await terminal.close();
  return ms;
}
