import type { Unit } from '../model/link.ts';
import { parseSystemState, type SystemState } from '../parse/systemctl/running.ts';
import { parseUnits, UNIT_PROPERTIES } from '../parse/systemctl/show.ts';
import { READ_LIMIT_MS, readText, type Runner, TOOL_ENV } from './run.ts';

export class Systemctl {
  readonly #read: Runner;

  constructor({ read }: { readonly read: Runner }) {
    this.#read = read;
  }

  /** Units that do not exist are among the answers, with `loadState: 'not-found'`. */
  async show(units: readonly string[]): Promise<Unit[]> {
    const argv = ['systemctl', 'show', '--timestamp=unix', `--property=${UNIT_PROPERTIES.join(',')}`, '--', ...units];
    return parseUnits(await readText(this.#read, argv));
  }

  /** Every state but `running` comes with a status that is not 0. */
  async isSystemRunning(): Promise<SystemState> {
    const result = await this.#read.run({ argv: ['systemctl', 'is-system-running'], env: TOOL_ENV, timeoutMs: READ_LIMIT_MS });
    return parseSystemState(result.stdout.toString('utf8'));
  }
}
