import type { Runner } from '../client/run.ts';
import type { LabStore } from '../store/lab-store.ts';
import type { ActRecord } from '../store/state.ts';
import { type RunRequest, run } from '../transport/run.ts';
import type { ExecResult, Transport } from '../transport/transport.ts';
import type { PlannedAct } from '../wire/protocol.ts';

/** The newest acts that the store holds; all of them are in the keeper's log. */
const KEPT = 200;

export interface ActContext {
  /** The command that acts: `vm.start`. */
  readonly command: string;
  readonly by: string;
  readonly dryRun: boolean;
  /** Where acts go in a dry run. */
  readonly planned: PlannedAct[];
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly store: LabStore;
  readonly log: (line: string) => void;
}

/** Does one thing that changes something: written down with its result, or in a dry run written down only and answered with `dry`. */
export async function act<T>(context: ActContext, machine: string, argv: readonly string[], work: () => Promise<T>, dry: T, statusOf: (result: T) => number = () => 0): Promise<T> {
  if (context.dryRun) {
    context.planned.push({ machine, argv });
    return dry;
  }
  const end = begin(context, machine, argv);
  try {
    const result = await work();
    end(statusOf(result));
    return result;
  } catch (error) {
    end(-1);
    throw error;
  }
}

/** A runner for what changes something on a machine. */
export function actingRunner(transport: Transport, context: ActContext): Runner {
  return {
    machine: transport.machine,
    run: (request: RunRequest) => {
      const work = (): Promise<ExecResult> => run(transport, { ...request, signal: request.signal ?? context.signal });
      return act(context, transport.machine, request.argv, work, nothing(request.argv), ({ status }) => status);
    },
  };
}

function nothing(argv: readonly string[]): ExecResult {
  return { argv, status: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), durationMs: 0 };
}

/** By what it says: the store keeps equal parts, not this very object. */
function isSame(a: ActRecord, b: ActRecord): boolean {
  return a.at === b.at && a.command === b.command && a.machine === b.machine && a.argv.length === b.argv.length && a.argv.every((word, index) => word === b.argv[index]);
}

function begin({ store, now, log, command, by }: ActContext, machine: string, argv: readonly string[]): (status: number) => void {
  const record: ActRecord = { at: now(), machine, argv, command, by };
  const words = argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
  log(`act on ${machine}, ${command} for ${by}: ${words}`);
  store.update('acts', (acts) => [...acts, record].slice(-KEPT));
  return (status) => {
    const ended = { ...record, status, durationMs: now() - record.at };
    store.update('acts', (acts) => acts.map((each) => (each.status === undefined && isSame(each, record) ? ended : each)));
    log(`  ended with ${status} after ${ended.durationMs} ms`);
  };
}
