import { execa } from 'execa';
import { homePaths } from '../src/config/paths.ts';
import { findLab } from '../src/config/dirs.ts';
import { findLaunched } from '../src/lab/launch.ts';
import { CHANNEL_PORTS } from '../src/lab/outer/qemu-argv.ts';
import { toolsOn } from '../src/probe/tools.ts';
import { Bundle } from '../src/transport/bundle/bundle.ts';
import { ChannelTransport } from '../src/transport/channel/channel.ts';
import { runOk } from '../src/transport/run.ts';
import { SshTransport } from '../src/transport/ssh/ssh.ts';
import { inRoot } from '../scripts/steps/root.ts';
import { type BenchRow, row } from './row.ts';
import { medianMs, timeMs } from './time.ts';

/** The lab of the tests: whatever a person does in their own is left alone. */
const LAB = inRoot('test/lab/labdeck-tests.yaml');
const NAME = 'labdeck-tests';
const uid = process.getuid?.() ?? 0;

async function labdeck(...words: readonly string[]): Promise<void> {
  await execa('/bin/sh', [inRoot('bin/labdeck'), '--lab', LAB, ...words, '--yes'], { stdin: 'ignore' });
}

/** The whole lab, as a person waits for it. It is down before and after; the cold start comes last, since it costs minutes. */
export async function bench(): Promise<readonly BenchRow[]> {
  await labdeck('up');
  const snapshots = [
    row('snapshot save', await timeMs(() => labdeck('snapshot', 'save', 'bench')), 'ms'),
    row('snapshot load, and the first answer after it', await timeMs(() => labdeck('snapshot', 'restore', 'bench')), 'ms'),
  ];
  await labdeck('snapshot', 'delete', 'bench');
  await labdeck('keeper', 'stop');
  const ways = await transports();
  await labdeck('down', '--force');
  const warm = await timeMs(async () => (await labdeck('up'), await labdeck('exec', 'outer', '--', 'true')));
  await labdeck('down', '--force');
  const cold = await timeMs(() => labdeck('up', '--cold'));
  await labdeck('down', '--force');
  return [
    row('up from ready to the first answered command (aim: 4,000 without KVM), beside a boot', warm, 'ms', cold),
    row('up by a boot, images built (aim: 300,000 without KVM)', cold, 'ms'),
    ...snapshots,
    ...ways,
  ];
}

/** Command round trips on each way in, with no keeper in between, beside ssh on a connection that is held. */
async function transports(): Promise<BenchRow[]> {
  const paths = findLab(NAME, process.env, uid);
  const launched = await findLaunched(paths);
  if (launched === undefined) throw new Error(`the lab ${NAME} does not run (state under ${homePaths(process.env, uid).state})`);
  const target = { host: '127.0.0.1', port: launched.sshPort, user: 'root', keyFiles: [paths.sshKey], knownHosts: paths.knownHosts };
  const ssh = new SshTransport({ machine: 'outer', target });
  const channel = new ChannelTransport({ machine: 'outer', sockets: Array.from({ length: CHANNEL_PORTS }, (_, index) => paths.channelSocket(index)) });
  await channel.ready(60_000);
  const bundle = new Bundle(channel);
  const firstSsh = await timeMs(() => runOk(ssh, { argv: ['true'] }));
  const heldSsh = await medianMs(9, () => runOk(ssh, { argv: ['true'] }));
  const tools = toolsOn(bundle, { hold: true });
  const inventory = () => Promise.all([tools.qemu.domains(), tools.lxc.domains(), tools.ovs.bridges(), tools.tc.tree(), tools.ip.addrShow(), tools.ip.neighShow()]);
  await inventory();
  const rows = [
    row('ssh: a new connection and one command', firstSsh, 'ms'),
    row('ssh: one command on a held connection', heldSsh, 'ms'),
    row('channel: a shell builtin (aim: ssh / 50)', await medianMs(99, () => runOk(channel, { argv: ['true'] })), 'ms', heldSsh),
    row('channel: a process', await medianMs(29, () => runOk(channel, { argv: ['/bin/true'] })), 'ms', heldSsh),
    row('bundle: a process', await medianMs(29, () => runOk(bundle, { argv: ['/bin/true'] })), 'ms', heldSsh),
    row('full inventory: domains of both drivers, switch, tc, links and neighbours (aim: 300)', await medianMs(9, inventory), 'ms', heldSsh),
  ];
  tools.close();
  await Promise.all([bundle.close(), channel.close(), ssh.close()]);
  return rows;
}
