/*
 * Outgoing migration blocked:
 *   Migration is disabled when VirtFS export path '/tmp/x' is mounted in the guest using mount_tag 'shared'
 */
/** `info migrate`: why the VM's state cannot be saved, one line each. */
export function parseInfoMigrateBlockers(output: string): string[] {
  const [, block] = /^(?:Outgoing migration blocked|Migration (?:is )?blocked).*:\n((?:[ \t]+\S.*\n?)+)/m.exec(output) ?? [];
  return (block ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
