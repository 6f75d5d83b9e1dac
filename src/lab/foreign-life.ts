import type { LabConfig } from '../config/lab.ts';
import type { Env, LabPaths } from '../config/paths.ts';
import { RefusedError } from '../model/errors.ts';
import { run, runOk } from '../transport/run.ts';
import type { AttachAnswer, ForeignOuter } from './attach/foreign-outer.ts';
import type { Planned } from './life-plan.ts';
import type { RunOptions } from './life.ts';
import { endUnderWay } from './life-end.ts';
import type { OuterHold } from './outer-hold.ts';
import { powerDown } from './power-down.ts';
import { launchScript, planScriptLaunch } from './script-launch.ts';
import { type StaleNode, staleNodes } from './stale-images.ts';
import { createSteps, type Steps } from './steps.ts';
import type { UnderWay } from './under-way.ts';

/** What the life of a lab is made of whose outer VM comes from somebody else: started by its script, or there already. */
export interface ForeignLifeParts {
  readonly lab: LabConfig;
  readonly paths: LabPaths;
  readonly env: Env;
  readonly uid: number;
  readonly foreign: ForeignOuter;
  readonly hold: OuterHold;
  readonly underWay: UnderWay;
}

export interface ForeignUpResult extends AttachAnswer {
  readonly lab: string;
  readonly how: 'running' | 'booted';
  readonly nodes: readonly { readonly name: string; readonly state: string }[];
  /** Nodes whose image or definition is older than what the lab would make today. */
  readonly stale: readonly StaleNode[];
  readonly elapsedMs: number;
}

type ForeignUpOptions = RunOptions & { readonly all: boolean };

/** Starts the lab's script where nothing runs, attaches, and starts the nodes that are to run. @throws CancelledError when a `down` ends it */
export function foreignUp(parts: ForeignLifeParts, options: ForeignUpOptions): Promise<ForeignUpResult> {
  return parts.underWay.run('up', options.signal, (signal) => rise(parts, { ...options, signal }));
}

async function rise(parts: ForeignLifeParts, { all, onProgress, signal }: ForeignUpOptions): Promise<ForeignUpResult> {
  const { lab, paths, env, uid, foreign } = parts;
  const startedAt = performance.now();
  const steps = createSteps('up', onProgress);
  const isScript = lab.outer.source.type === 'script';
  const there = (await foreign.find()) !== undefined;
  if (isScript && !there) await launchScript(planScriptLaunch(lab, paths, env, startedFrom(env)), { onProgress, signal, uid });
  const answer = await foreign.attach({}, onProgress, { consoleMs: lab.outer.bootLimitSec * 1000, signal });
  const nodes = answer.way === 'none' ? [] : await startForeignNodes(parts, all, signal, steps);
  const stale = answer.way === 'none' ? [] : await steps.run('images', () => staleNodes(foreign));
  return { lab: lab.lab, how: there || !isScript ? 'running' : 'booted', ...answer, nodes, stale, elapsedMs: Math.round(performance.now() - startedAt) };
}

/** Relative paths of a lab that ships with labdeck are meant from where the operator stood. */
function startedFrom(env: Env): string {
  return env['PWD'] ?? '/';
}

async function startForeignNodes({ lab, foreign }: ForeignLifeParts, all: boolean, signal: AbortSignal, steps: Steps): Promise<ForeignUpResult['nodes']> {
  const wanted = lab.nodes.filter(({ autostart }) => all || autostart).map(({ name }) => name);
  return Promise.all(wanted.map(async (name) => {
    const state = await run(foreign, { argv: ['virsh', '-q', 'domstate', '--domain', name], timeoutMs: 60_000, signal });
    if (state.status !== 0) return { name, state: 'not defined' };
    const now = state.stdout.toString('utf8').trim();
    if (now !== 'shut off') return { name, state: now };
    await steps.run(name, () => runOk(foreign, { argv: ['virsh', '-q', 'start', '--domain', name], timeoutMs: 300_000, signal }));
    return { name, state: 'running' };
  }));
}

/** The power button first; `force` cuts the power when the guest does not go down. A VM that somebody else started is left to them. */
export async function foreignDown({ lab, foreign, hold, underWay }: ForeignLifeParts, { force, onProgress, signal }: RunOptions & { readonly force: boolean }): Promise<unknown> {
  const { source } = lab.outer;
  const steps = createSteps('down', onProgress);
  const wasStarting = (await endUnderWay({ underWay }, steps)).what.length > 0;
  if ((await foreign.find()) === undefined) return { lab: lab.lab, was: wasStarting ? 'starting' : 'down' };
  if (source.type !== 'script') throw new RefusedError({ what: 'the outer VM is not labdeck’s to end', next: 'labdeck attach --detach lets go of it; labdeck qmp system_powerdown presses its power button' });
  const how = await steps.run('outer VM', async () => powerDown(await hold.monitor(), { limitMs: source.stopLimitSec * 1000, force, signal }));
  return { lab: lab.lab, was: wasStarting ? 'starting' : 'running', how };
}

/** What {@link foreignUp} would run. */
export async function planForeignUp(parts: ForeignLifeParts): Promise<Planned[]> {
  const { lab, paths, env, foreign } = parts;
  const start = lab.outer.source.type === 'script' && (await foreign.find()) === undefined;
  if (start) return [{ machine: 'host', argv: [planScriptLaunch(lab, paths, env, startedFrom(env)).script] }];
  return foreign.planAttach({});
}
