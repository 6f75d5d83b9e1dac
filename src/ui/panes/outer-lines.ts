import type { Layer } from '../../model/layer.ts';
import type { OuterVm } from '../../model/outer-vm.ts';
import type { Progress } from '../../model/progress.ts';
import type { Rate } from '../../model/rates.ts';
import { valueOf } from '../../model/reading.ts';
import { layers } from '../../store/select/layers.ts';
import type { LabState } from '../../store/state.ts';
import { ageText } from '../widgets/ages.ts';
import { stepTimes } from '../widgets/progress.ts';
import { MISSING, signed, signOf } from '../widgets/signs.ts';
import { bar, sparkline } from '../widgets/sparkline.ts';
import { type Line, type Span, span } from '../widgets/spans.ts';
import { kibText, percentText, rateText } from '../widgets/units.ts';
import { liveRates } from './live-rates.ts';

/** Cells of a graph: what its line leaves over, within these. */
const GRAPH = { least: 8, most: 60, beside: 34 } as const;
const BAR = 12;

/** A line with what it is worth when there is no room for all: the lowest goes first. */
export interface Ranked {
  readonly line: Line;
  readonly keep: number;
}

/** The outer VM in lines, from top to bottom. @param now Unix milliseconds @param width cells of a line */
export function outerLines(state: LabState, vm: OuterVm, now: number, width: number): readonly Ranked[] {
  return [
    { line: headLine(vm, now), keep: 9 },
    ...panicLines(vm),
    ...progressLines(state.progress, now),
    ...rateLines(state, vm, Math.max(GRAPH.least, Math.min(GRAPH.most, width - GRAPH.beside))),
    { line: serviceLine(state, ['libvirt', 'ovs', 'dnsmasq'], leasesWord(state)), keep: 7 },
    { line: serviceLine(state, ['channels', 'serial', 'monitor']), keep: 6 },
    { line: bootLine(state, vm), keep: 3 },
    { line: snapshotLine(state, now), keep: 4 },
  ];
}

/** `● running 2h14m · kvm · QEMU 9.2.0 · qmp · pid 4711` */
function headLine(vm: OuterVm, now: number): Line {
  const age = vm.startedAt === undefined ? undefined : ageText(now - vm.startedAt);
  const words = [age, vm.accelerator, vm.qemuVersion === undefined ? undefined : `QEMU ${vm.qemuVersion}`, vm.monitor, vm.pid === undefined ? undefined : `pid ${vm.pid}`];
  return [span(signed(vm.state), signOf(vm.state).style), span(` ${words.filter((word) => word !== undefined).join(' · ')}`)];
}

function panicLines({ panicked }: OuterVm): readonly Ranked[] {
  if (panicked === undefined) return [];
  const head = { line: [span('✗ its kernel panicked: ', 'bad'), span('R restores a snapshot', 'key')], keep: 9 };
  return [head, ...panicked.lastLines.slice(-3).map((text) => ({ line: [span(`  ${text}`, 'dim')], keep: 2 }))];
}

/** What is under way: `… boot: systemd  ████░░░░  40 s, ~20 s left`. @param now Unix milliseconds */
export function progressLines(progress: readonly Progress[], now: number): readonly Ranked[] {
  return progress.filter(({ state }) => state === 'running').flatMap((each) => [
    { line: progressLine(each, now), keep: 9 },
    ...(each.says === undefined ? [] : [{ line: [span(`  ${each.says}`, 'dim')], keep: 5 }]),
  ]);
}

function progressLine(progress: Progress, now: number): Line {
  const { tookMs, leftMs } = stepTimes(progress, now);
  const took = ageText(tookMs) ?? '';
  const head = span(`… ${progress.job}: ${progress.step}  `, 'warn');
  if (leftMs === undefined) return [head, span(took)];
  return [head, span(bar(tookMs / Math.max(1, tookMs + leftMs), BAR), 'good'), span(`  ${took}, ~${ageText(leftMs) ?? ''} left`)];
}

/** cpu, mem and disk with what they did in the last minutes. */
function rateLines(state: LabState, vm: OuterVm, graph: number): readonly Ranked[] {
  const rates = liveRates(state)?.outer;
  const total = rates?.memoryTotalBytes ?? (vm.memoryMiB === undefined ? undefined : vm.memoryMiB * 1024 * 1024);
  const cpus = rates?.cpus ?? vm.vcpus;
  const disk = sumOf(rates?.diskReadBytesPerSec, rates?.diskWriteBytesPerSec);
  return [
    { line: graphLine('cpu', graph, rates?.cpuPercent, 100, (percentText(rates?.cpuPercent?.now) ?? MISSING).padStart(8), cpus === undefined ? '' : `${cpus} vCPU`), keep: 8 },
    { line: graphLine('mem', graph, rates?.memoryUsed, total, (kibText(inKiB(rates?.memoryUsed.now)) ?? MISSING).padStart(8), total === undefined ? '' : `of ${kibText(inKiB(total)) ?? ''}`), keep: 8 },
    { line: graphLine('disk', graph, disk, undefined, (rateText(disk?.now) ?? MISSING).padStart(8), ''), keep: 5 },
  ];
}

const inKiB = (bytes: number | undefined): number | undefined => (bytes === undefined ? undefined : bytes / 1024);

function graphLine(name: string, graph: number, rate: Rate | undefined, max: number | undefined, value: string, more: string): Line {
  return [span(name.padEnd(6), 'dim'), span(sparkline(rate?.history ?? [], graph, max), 'good'), span(` ${value}`), span(more === '' ? '' : `   ${more}`, 'dim')];
}

function sumOf(...rates: readonly (Rate | undefined)[]): Rate | undefined {
  const known = rates.filter((rate) => rate !== undefined);
  if (known.length === 0) return undefined;
  const [first] = known;
  const history = (first?.history ?? []).map((_, index) => known.reduce((all, rate) => all + (rate.history[index] ?? 0), 0));
  return { now: known.reduce((all, { now }) => all + now, 0), history };
}

/** `● libvirt   ✗ ovs failed   ● dnsmasq 3 leases`: the word is left out where all is as it should be. */
function serviceLine(state: LabState, names: readonly Layer['name'][], more: Partial<Record<Layer['name'], string>> = {}): Line {
  const known = layers(state);
  return names.flatMap((name): Span[] => {
    const layer = known.find((each) => each.name === name);
    const word = layer?.state ?? 'unknown';
    const text = word === 'up' ? name : `${name} ${word}`;
    return [span(`${signOf(word).sign} `, signOf(word).style), span(`${text}${more[name] === undefined ? '' : `, ${more[name]}`}   `)];
  });
}

function leasesWord(state: LabState): { readonly dnsmasq?: string } {
  const leases = valueOf(state.leases)?.filter(({ source }) => source === 'dhcp').length;
  return leases === undefined ? {} : { dnsmasq: `${leases} lease${leases === 1 ? '' : 's'}` };
}

/** How far the boot came: `boot  ✓ qemu  ✓ kernel  … systemd`. */
function bootLine(state: LabState, { stage }: OuterVm): Line {
  const known = layers(state).filter(({ name }) => ['kernel', 'systemd', 'nodes'].includes(name));
  return [span('boot  ', 'dim'), ...known.flatMap(({ name, state: word }) => [span(`${signOf(word).sign} `, signOf(word).style), span(`${name}   `)]), span(stage === undefined || known.every((each) => each.state === 'up') ? '' : `stage ${stage}`, 'dim')];
}

function snapshotLine(state: LabState, now: number): Line {
  const newest = valueOf(state.snapshots)?.toSorted((a, b) => b.savedAt - a.savedAt)[0];
  if (newest === undefined) return [span('snapshot  ', 'dim'), span(state.snapshots.state === 'unknown' ? 'not read yet' : 'none'), span('   S saves one', 'key')];
  const ago = `${ageText(now - newest.savedAt * 1000) ?? ''} ago   `;
  return [span('snapshot  ', 'dim'), span(`${newest.name}  ${ago}`), newest.stale === undefined ? span('R restore', 'key') : span('! stale', 'warn')];
}
