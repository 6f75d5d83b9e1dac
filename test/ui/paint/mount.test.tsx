import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { Canvas, Frame, Words } from '../../../src/ui/paint/elements.ts';
import { type Mounted, mount } from '../../../src/ui/paint/mount.ts';
import { useSize } from '../../../src/ui/paint/screen-context.ts';
import { settled, STYLES, TestPaper } from './paper.ts';
import { TurnedClock } from '../../probe/turned-clock.ts';

let mounted: Mounted;
afterEach(() => mounted.unmount());

async function show(app: ReactNode, paper: TestPaper, failed: (error: unknown) => void = (error) => expect.unreachable(String(error))): Promise<void> {
  mounted = mount(app, { paper, abilities: { depth: 16 }, styles: () => STYLES, failed });
  await settled(paper);
}

/** One value that React follows, and one that only a canvas reads. */
function values() {
  const calls = new Set<() => void>();
  const value = { followed: 'one', drawn: 1, frame: 'border' as 'border' | 'focus' };
  return {
    value,
    follow: (next: string) => ((value.followed = next), calls.forEach((call) => call())),
    subscribe: (call: () => void) => (calls.add(call), () => void calls.delete(call)),
  };
}

function Pane({ of: { value, subscribe } }: { readonly of: ReturnType<typeof values> }): ReactNode {
  const { width, height } = useSize();
  const followed = useSyncExternalStore(subscribe, () => value.followed);
  return (
    <Frame width={width} height={height} flexDirection="column" edge={() => value.frame} title={() => ({ left: followed, right: `${value.drawn} of 9` })}>
      <Words look="bad">{followed} <Words look="key">nested</Words></Words>
      <Canvas flexGrow={1} paint={(canvas) => void canvas.text(0, 0, `${canvas.width}x${canvas.height} drawn ${value.drawn}, cut here and not further`)} />
    </Frame>
  );
}

describe('a mounted screen', () => {
  test('shows elements and canvases in their places', async () => {
    const paper = new TestPaper(34, 5);
    await show(<Pane of={values()} />, paper);
    expect(paper.emulator.rows()).toEqual([
      '╭─ one ───────────────── 1 of 9 ─╮',
      '│one nested                      │',
      '│32x2 drawn 1, cut here and not f│',
      '│                                │',
      '╰────────────────────────────────╯',
    ]);
  });

  test('writes nothing while nothing changes, and a few bytes for a value that does', async () => {
    const paper = new TestPaper(60, 5);
    const state = values();
    await show(<Pane of={state} />, paper);
    paper.written.length = 0;
    mounted.invalidate();
    await settled(paper);
    expect(paper.written).toEqual([]);
    state.value.drawn = 2;
    mounted.invalidate();
    await settled(paper);
    expect(paper.written).toHaveLength(1);
    expect(paper.written[0]?.length).toBeLessThan(60);
    expect(paper.emulator.rows()[2]).toContain('drawn 2');
  });

  test('answers a key in the turn of the key, also when React has to lay out anew', async () => {
    const paper = new TestPaper(60, 5);
    const state = values();
    await show(<Pane of={state} />, paper);
    paper.written.length = 0;
    // A frame was just painted: what nobody typed would wait.
    state.value.drawn = 3;
    mounted.invalidate();
    await new Promise((resolve) => setImmediate(resolve));
    mounted.urgent();
    // The screen is told before React is.
    mounted.invalidate();
    state.follow('two');
    await new Promise((resolve) => setImmediate(resolve));
    await paper.emulator.write('');
    expect(paper.emulator.rows()[1]).toContain('two nested');
  });

  test('leaves no rubbish when the terminal is resized', async () => {
    const paper = new TestPaper(60, 8);
    await show(<Pane of={values()} />, paper);
    for (const [width, height] of [[34, 5], [90, 20], [34, 5]] as const) {
      paper.resize(width, height);
      await settled(paper);
    }
    const fresh = new TestPaper(34, 5);
    mounted.unmount();
    await show(<Pane of={values()} />, fresh);
    expect(paper.emulator.cells()).toEqual(fresh.emulator.cells());
  });

  test('paints every cell when the terminal was somebody else\'s', async () => {
    const paper = new TestPaper(34, 5);
    await show(<Pane of={values()} />, paper);
    const before = paper.emulator.cells();
    await paper.emulator.write('\u001b[2;3Hrubbish from a shell');
    paper.enter();
    await settled(paper);
    expect(paper.emulator.cells()).toEqual(before);
  });

  test('nothing shines through a frame that lies over others', async () => {
    const paper = new TestPaper(20, 4);
    const rows = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc', 'dddddddddd'];
    await show(
      <Box width={20} height={4}>
        <Canvas position="absolute" width={20} height={4} paint={(canvas) => rows.forEach((row, y) => canvas.text(0, y, row))} />
        <Frame position="absolute" marginLeft={2} marginTop={1} width={6} height={3} />
      </Box>,
      paper,
    );
    expect(paper.emulator.rows()).toEqual(['aaaaaaaaaa', 'bb╭────╮bb', 'cc│    │cc', 'dd╰────╯dd']);
  });

  test('an age on a canvas steps by itself; without one there is no timer', async () => {
    const paper = new TestPaper(20, 1);
    const clock = new TurnedClock();
    const since = clock.now();
    let shows = true;
    const paint = (canvas: Parameters<Parameters<typeof Canvas>[0]['paint']>[0]): void => {
      if (!shows) return;
      canvas.showsAge?.(since);
      canvas.text(0, 0, `${Math.floor((clock.now() - since) / 1000)} s`);
    };
    mounted = mount(<Canvas width={20} height={1} paint={paint} />, { paper, abilities: { depth: 16 }, styles: () => STYLES, failed: () => undefined, clock });
    await clock.pass(0);
    await clock.pass(1001);
    await settled(paper);
    expect([paper.emulator.rows(), clock.waiting]).toEqual([['1 s'], 1]);
    shows = false;
    mounted.invalidate();
    await clock.pass(40);
    expect(clock.waiting).toBe(0);
  });

  test('an error while React draws reaches who mounted it', async () => {
    const failure = Promise.withResolvers<unknown>();
    const Broken = (): ReactNode => {
      throw new Error('cannot be drawn');
    };
    mounted = mount(<Broken />, { paper: new TestPaper(20, 2), abilities: { depth: 16 }, styles: () => STYLES, failed: failure.resolve });
    expect(await failure.promise).toMatchObject({ message: 'cannot be drawn' });
  });
});
