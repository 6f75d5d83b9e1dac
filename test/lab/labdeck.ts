import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const LAUNCHER = fileURLToPath(new URL('../../bin/labdeck', import.meta.url));
export const LAB_FILE = fileURLToPath(new URL('labdeck-tests.yaml', import.meta.url));

export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly stdin?: string;
  readonly lab?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Every line of standard error as it comes. */
  readonly echo?: boolean;
}

/** The built labdeck as a person runs it, on the lab of the tests. */
export async function labdeck(args: readonly string[], { stdin, lab = LAB_FILE, env = {}, echo = false }: CallOptions = {}): Promise<Answer> {
  const result = await execa('/bin/sh', [LAUNCHER, '--lab', lab, ...args], {
    reject: false,
    env,
    ...(stdin === undefined ? { stdin: 'ignore' } : { input: stdin }),
    stderr: echo ? ['inherit', 'pipe'] : 'pipe',
    stripFinalNewline: false,
  });
  return { status: result.exitCode ?? 128, stdout: result.stdout, stderr: result.stderr };
}

/** The document of a verb. @throws Error with all that was printed when the verb did not end with 0 */
export async function document<T>(args: readonly string[], options: CallOptions = {}): Promise<T> {
  const answer = await labdeck([...args, '--json'], options);
  if (answer.status !== 0) throw new Error(`labdeck ${args.join(' ')} ended with ${answer.status}\n${answer.stdout}${answer.stderr}`);
  return JSON.parse(answer.stdout) as T;
}
