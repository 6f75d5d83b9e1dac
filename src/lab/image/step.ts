import { createHash } from 'node:crypto';
import type { Transport } from '../../transport/transport.ts';

/** What a step is given while it runs. */
export interface StepRun {
  readonly host: Transport;
  /** An empty directory; what lies here when `run` returns is the step's output. */
  readonly out: string;
  /** An empty scratch directory on the same file system, thrown away afterwards. */
  readonly work: string;
  /** The directory of an earlier step's output. Nothing in it may be changed. */
  readonly from: (step: string) => string;
  /** Runs a tool to its end as root, real or of a user namespace; every line it prints goes to the log on disk. @throws ExitError */
  readonly tool: (argv: readonly string[], env?: Readonly<Record<string, string>>) => Promise<void>;
  /** One line of detail for the progress line. */
  readonly says: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** One step of a build: a function of its inputs. Same inputs, same output: a finished step is never run again. */
export interface Step {
  /** Words for the progress line; unique in a recipe. */
  readonly name: string;
  /** All that decides the output, as plain data. */
  readonly inputs: unknown;
  /** Earlier steps whose output this one reads. */
  readonly needs: readonly string[];
  /** Room that the step takes on the disk at its widest, scratch space included. */
  readonly roomBytes: number;
  /** Where the output is kept: `steps` unless said otherwise. What lies in `images` outlives newer ones for a week: labs stand on it. */
  readonly shelf?: 'steps' | 'images';
  readonly run: (run: StepRun) => Promise<void>;
}

/** A step with the name of its output, which depends on all that went into it. */
export interface KeyedStep extends Step {
  readonly key: string;
}

/** Keys every step of a recipe. A step's key covers its own inputs and the keys of what it needs, so a change travels down. */
export function keySteps(recipe: readonly Step[]): KeyedStep[] {
  const keys = new Map<string, string>();
  return recipe.map((step) => {
    const upstream = step.needs.map((name) => keys.get(name) ?? missing(step.name, name));
    const key = digest([step.name, step.inputs, upstream]);
    keys.set(step.name, key);
    return { ...step, key };
  });
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

function missing(step: string, needed: string): never {
  throw new Error(`step "${step}" needs "${needed}", which does not come before it`);
}
