import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { valueOf } from '../../src/model/reading.ts';
import { createReplica, type Replica } from '../../src/store/replica.ts';
import { WALL_CLOCK } from '../../src/model/clock.ts';
import { connectOrStart } from '../../src/wire/connect.ts';
import { IDENTITY } from '../../src/wire/identity.ts';
import { keeperProgram } from '../../src/wire/keeper-process.ts';
import { Stay } from '../../src/wire/stay.ts';
import type { WindowNews } from '../../src/wire/window-asker.ts';
import { type FakeLab, startFakeLab } from '../fakes/fake-lab.ts';
import { UID } from '../keeper/sandbox.ts';
import { until } from '../keeper/until.ts';
import { EMPTY } from '../store/empty.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
let lab: FakeLab;

beforeAll(async () => {
  lab = await startFakeLab();
});

afterAll(() => lab.end());

/** A front end that stays with the real keeper of the fake lab. */
async function staying(tty: string): Promise<{ readonly stay: Stay; readonly replica: Replica }> {
  const { name, file, env } = lab;
  const replica = createReplica(EMPTY);
  const hello = { ...IDENTITY, lab: name, pid: process.pid, user: 'ada', tty };
  const connect = () => connectOrStart({ lab: name, env, uid: UID, hello, program: keeperProgram(MAIN, env, name, file) });
  const stay = new Stay({ connect, replica, clock: WALL_CLOCK, told: () => undefined });
  onTestFinished(() => stay.close());
  await until(() => stay.connection.state === 'up');
  return { stay, replica };
}

/** Events are pushed once the tools that tell of them have connected. */
async function untilListening(replica: Replica): Promise<void> {
  for (let turn = 0; !happened(replica).some((each) => each.startsWith('libvirt: n100-3')); turn += 1) {
    await lab.virsh(turn % 2 === 0 ? 'suspend' : 'resume', 'n100-3');
    await wait(100);
  }
}

const happened = ({ get }: Replica) => get().events.map(({ source, what }) => `${source}: ${what}`);

describe('a front end that stays with a real keeper', () => {
  it('has rates while it shows them, with their history', async () => {
    const { stay, replica } = await staying('');
    stay.show(['rates', 'domains']);
    await until(() => (valueOf(replica.get().rates)?.outer.cpuPercent?.history.length ?? 0) >= 2);
    const rates = valueOf(replica.get().rates);
    expect(rates?.outer.cpuPercent?.now).toBeGreaterThan(20);
    expect(rates?.nodes.map(({ name, cpuPercent }) => [name, Math.round(cpuPercent?.now ?? -1)])).toContainEqual(['n100-1', 4]);
    expect(rates?.ports.map(({ dev }) => dev)).toContain('vnet0');
  }, 30_000);

  it('hears what happens in the lab, and what others do, with who did it', async () => {
    const [{ stay, replica: one }, { stay: other, replica: two }] = [await staying('/dev/pts/1'), await staying('/dev/pts/2')];
    for (const each of [stay, other]) each.show(['domains', 'events']);
    await untilListening(one);
    await lab.virsh('destroy', 'n100-2');
    await until(() => happened(one).some((each) => /^libvirt: n100-2: Stopped/.test(each)));
    await until(() => valueOf(two.get().domains)?.find(({ name }) => name === 'n100-2')?.state === 'shut off');
    await stay.run({ id: 'vm.start', args: { node: ['n100-2'] }, dryRun: false }, { mutates: true });
    await until(() => two.get().events.some(({ source, by }) => source === 'command' && by?.includes('/dev/pts/1') === true));
    expect(happened(two).find((each) => each.startsWith('command'))).toMatch(/^command: vm start n100-2: done after /);
    expect(two.get().acts.at(-1)).toMatchObject({ command: 'vm.start', by: expect.stringContaining('ada on /dev/pts/1') as string, status: 0 });
  }, 30_000);

  it('has the files of the user as they are edited, and what is wrong with them', async () => {
    const { replica } = await staying('');
    const dir = join(lab.paths.home.config, 'layouts');
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'mine.yaml'), 'layout: mine\ntitle: Mine\nfocus: nodes\nrows:\n  - panes: [{ pane: nodes }]\n');
    await until(() => replica.get().screen.layouts['mine']?.title === 'Mine');
    writeFileSync(join(dir, 'mine.yaml'), 'layout: mine\ntitle: Mine\nfocus: nodes\nrows: none\n');
    await until(() => replica.get().screen.failures.length === 1);
    expect(replica.get().screen).toMatchObject({ layouts: { mine: { title: 'Mine' } }, failures: [{ what: expect.stringMatching(/mine\.yaml:4:7: /) as string }] });
  });

  it('shows the serial line as it grows, filtered', async () => {
    const { stay } = await staying('');
    const got: WindowNews[] = [];
    stay.windows.want('serial', { source: 'log:serial', from: -5, height: 5, width: 80, filter: { text: 'needle' } }, (news) => got.push(news));
    await until(() => got.length === 1);
    await lab.print('hay\nneedle one\nhay\n');
    const rows = (): readonly string[] => got.flatMap((news) => ('rows' in news ? [news.rows] : [])).at(-1) ?? [];
    await until(() => rows().length === 1);
    expect(rows()).toEqual([expect.stringContaining('needle one')]);
  });
});
