import type { Request } from './overlay.ts';

/** What takes a command back. What a node lost meanwhile does not come back with it. */
const OPPOSITE: Readonly<Record<string, string>> = {
  'vm.suspend': 'vm.resume',
  'vm.resume': 'vm.suspend',
  'vm.start': 'vm.shutdown',
  'vm.shutdown': 'vm.start',
  'snapshot.save': 'snapshot.delete',
};

/** The command that takes this one back, or undefined where there is none. */
export function undoOf({ id, args }: Request): Request | undefined {
  const opposite = OPPOSITE[id];
  return opposite === undefined ? undefined : { id: opposite, args, how: 'run' };
}
