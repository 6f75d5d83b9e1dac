import { labdeck } from './labdeck.ts';

/** Set to keep the lab of the tests up afterwards: the next run, or a person, finds it as it was left. */
const KEEP = 'LABDECK_KEEP_TEST_LAB';

/**
 * Brings the lab of the tests up once with all of its nodes, before the first test file: built on a fresh machine, restored from
 * `ready-all` on a later run. What it does is shown as it goes.
 * @throws Error with all that labdeck said when it does not come up
 */
export async function setup(): Promise<void> {
  const { status, stdout, stderr } = await labdeck(['up', '--all'], { echo: true });
  if (status !== 0) throw new Error(`the lab of the tests did not come up (status ${status})\n${stdout}${stderr}`);
}

/** In good order, and by the power switch where that does not go: no run leaves a machine behind. */
export async function teardown(): Promise<void> {
  if (process.env[KEEP] !== undefined) return;
  const orderly = await labdeck(['down', '--yes']);
  if (orderly.status === 0) return;
  console.log(`the lab of the tests did not go down in good order: ${orderly.stderr.trimEnd()}`);
  const { status, stdout, stderr } = await labdeck(['down', '--force', '--yes']);
  if (status !== 0) throw new Error(`the lab of the tests did not go down (status ${status})\n${stdout}${stderr}`);
}
