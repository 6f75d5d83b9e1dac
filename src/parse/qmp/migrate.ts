import { fields } from './message.ts';

/**
 * `query-migrate`: why the VM's state cannot be saved. `blocked-reasons` is there only while something blocks (qapi/migration.json);
 * a mounted 9p share says "Migration is disabled when VirtFS export path '/x' is mounted in the guest using mount_tag 'y'".
 */
export function parseBlockedReasons(value: unknown): string[] {
  const reasons = fields(value)['blocked-reasons'];
  return Array.isArray(reasons) ? reasons.filter((each) => typeof each === 'string') : [];
}
