import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { VmDetails } from '../../../src/command/vm-details.ts';
import { fresh, valueOf } from '../../../src/model/reading.ts';
import { parseDominfo } from '../../../src/parse/virsh/dominfo.ts';
import { parseDomiftune } from '../../../src/parse/virsh/domiftune.ts';
import { nodePane } from '../../../src/ui/panes/node.ts';
import { TextCanvas } from '../text-canvas.ts';
import { viewOf } from './draw-pane.ts';
import { recordedState } from './recorded-state.ts';

const STATE = await recordedState('debian12-host', { state: 'running', pid: 1, accelerator: 'tcg', startedAt: 0, vcpus: 2, memoryMiB: 3072 });
const virsh = (file: string): string => readFileSync(new URL(`../../fixtures/debian12-host/virsh/${file}`, import.meta.url), 'utf8');
const domain = valueOf(STATE.domains)?.find(({ name }) => name === 'jetson-1');
if (domain === undefined) throw new Error('the recorded lab has no jetson-1');

const DETAILS: VmDetails = {
  node: 'jetson-1',
  row: null,
  domain,
  dominfo: { value: parseDominfo(virsh('dominfo-qemu.txt')) },
  disks: domain.blocks,
  interfaces: domain.interfaces,
  qos: { vnet15: { value: parseDomiftune(virsh('domiftune-qemu.txt')) }, vnet16: { failure: { kind: 'unsupported', what: 'no domiftune here', detail: '' } } },
  snapshots: { value: [{ name: 'fresh', createdAt: '2026-11-21 07:48:58 +0000', state: 'running' }] },
  xml: { value: virsh('dumpxml-qemu.xml') },
};
const NOW = 1_060_000;
const ANSWER = { key: 'x', at: NOW - 8000, result: DETAILS };

const view = (more: object = {}) => ({ ...viewOf(nodePane, STATE, { now: NOW }), about: 'jetson-1', ...more });
const press = (size: { readonly width: number; readonly height: number }, ...keys: readonly (readonly [string, string?])[]) => keys.reduce<unknown>((own, [id, word = '']) => nodePane.acts[id]?.(view({ own, answer: ANSWER }), size, word), nodePane.initial);

function drawn(width: number, height: number, more: object = {}): TextCanvas {
  const canvas = new TextCanvas(width, height);
  nodePane.draw(canvas, view(more));
  return canvas;
}

describe('the node pane', () => {
  it('joins what is known and what libvirt says', () => {
    expect(`\n${drawn(78, 30, { answer: ANSWER }).toString()}`).toBe(`
 node       jetson-1, agent, aarch64, tcg
 state      ● running (booted)
 domain     qemu, id 1, 0ad03894-3c58-4534-978a-740474c839d1
 vcpus      1
 memory     128 MiB of 128 MiB
 autostart  no
 disk       vda /var/lib/libvirt/images/jetson-1.qcow2
 nic        52:54:00:12:34:10, no address, tap vnet15, port vnet15 (14) of ov…
 qdiscs     htb 1:, netem 1de7:, ingress ffff:
 nic        52:54:00:12:34:11, no address, tap vnet16, port vnet16 (15) of ov…
 qdiscs     fq_codel 0:
 k3s        no k3s in this lab: the lab file names neither k3s.binary nor k3s…

 ── dominfo
 os type     hvm
 vcpus       1
 memory      128 MiB of 128 MiB
 persistent  yes
 autostart   no
 saved       no

 ── disks
 vda  disk  /var/lib/libvirt/images/jetson-1.qcow2

 ── QoS (domiftune)
 vnet15  to the node average 100000 kB/s, peak 200000 kB/s, burst 10240 kB
 vnet15  from the node average 100000 kB/s, peak 200000 kB/s, burst 10240 kB
 vnet16  ! no domiftune here

 ── snapshots`);
    expect(drawn(118, 12, { answer: ANSWER }).lines()[7]).toBe(' nic        52:54:00:12:34:10, no address, tap vnet15, port vnet15 (14) of ovsbr0');
  });

  it('finds in the XML, and shows only what matches', () => {
    const size = { width: 78, height: 20 };
    const found = press(size, ['pane.search', 'EMULATOR'], ['pane.find-next'], ['pane.find-next'], ['pane.find-next'], ['pane.find-next']);
    const canvas = drawn(78, 20, { own: found, answer: ANSWER });
    expect(canvas.styled('selected')).toEqual(['19:emulator']);
    const only = press(size, ['pane.filter', '/<mac|<target dev=.vnet/']);
    expect(drawn(78, 20, { own: only, answer: ANSWER }).lines().filter((line) => line !== '').map((line) => line.trim())).toEqual(valueOfXml(/<mac|<target dev=.vnet/));
    expect(drawn(78, 20, { own: press(size, ['pane.filter', 'zzz']), answer: ANSWER }).toString()).toBe(' no line matches zzz\n Esc shows all');
  });

  it('asks libvirt once, and again when the domain is another or something was done to it', () => {
    const asked = (more: object = {}) => nodePane.ask?.(view(more));
    expect(asked()).toMatchObject({ id: 'vm.details', args: { node: 'jetson-1' } });
    expect(asked({ answer: ANSWER })?.key).toBe(asked()?.key);
    const stopped = { ...STATE, domains: fresh(valueOf(STATE.domains)?.map((each) => (each === domain ? { ...each, state: 'shut off' as const } : each)) ?? [], NOW) };
    const acted = { ...STATE, acts: [{ at: 7, machine: 'outer', argv: ['virsh'], command: 'vm.snapshot-save', by: 'ada', status: 0 }] };
    const busy = { ...STATE, domains: fresh(valueOf(STATE.domains)?.map((each) => ({ ...each, cpuTimeNs: 9, rssKiB: 1 })) ?? [], NOW) };
    expect(new Set([asked(), asked({ state: stopped }), asked({ state: acted }), asked({ about: 'n100-1' }), asked({ state: busy })].map((each) => each?.key)).size).toBe(4);
    expect(asked({ state: { ...STATE, outer: fresh({ state: 'off' }, NOW) } })).toBeUndefined();
  });

  it('says how old what it shows is, and never shows one node what belongs to another', () => {
    const head = (more: object) => nodePane.head(view(more));
    expect(head({ answer: ANSWER })).toEqual({ count: 'jetson-1', mode: 'libvirt asked 8 s ago · 1 of 133' });
    expect(head({ answer: ANSWER, about: 'n100-1' }).mode).toMatch(/^… libvirt is asked/);
    expect(drawn(78, 40, { answer: ANSWER, about: 'n100-1' }).toString()).not.toContain('jetson-1');
    expect(head({ answer: { key: 'x', at: NOW, failure: { kind: 'timeout', what: 'vm details took too long', detail: '' } } }).mode).toMatch(/^! vm details took too long/);
    expect(drawn(78, 40, { answer: ANSWER }).ages).toEqual([ANSWER.at]);
  });

  it('is about the first node until one is chosen, and says so where there is none', () => {
    expect(nodePane.target?.(viewOf(nodePane, STATE))).toEqual({ node: ['n100-1'] });
    expect(drawn(60, 3, { about: 'n9' }).toString()).toBe(' no node of this lab is called n9\n the cursor in Nodes chooses a node');
  });
});

function valueOfXml(wanted: RegExp): readonly string[] {
  return virsh('dumpxml-qemu.xml').split('\n').filter((line) => wanted.test(line)).map((line) => line.trim());
}
