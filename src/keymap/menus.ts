import type { KeyRow } from './key-row.ts';

/** One of a menu: a letter that is pressed while it is open. */
export type MenuRow = Pick<KeyRow, 'chord' | 'id' | 'args'>;

/** Several verbs behind one key: those that take something away are two keys and a question from it. */
export interface Menu {
  readonly id: string;
  readonly short: string;
  readonly summary: string;
  readonly rows: readonly MenuRow[];
}

export const MENUS: readonly Menu[] = [
  {
    id: 'menu.stop',
    short: 'stop…',
    summary: 'ways to stop nodes: shut down, suspend, reset, cut the power',
    rows: [
      { chord: 's', id: 'vm.shutdown' },
      { chord: 'p', id: 'vm.suspend' },
      { chord: 'r', id: 'vm.reset' },
      { chord: 'd', id: 'vm.destroy' },
    ],
  },
  {
    id: 'menu.node',
    short: 'more…',
    summary: 'what else can be done with nodes: autostart, memory, vCPUs, CD, save, snapshots',
    rows: [
      { chord: 'a', id: 'vm.autostart' },
      { chord: 'A', id: 'vm.autostart', args: { off: true } },
      { chord: 'm', id: 'vm.memory' },
      { chord: 'c', id: 'vm.vcpus' },
      { chord: 'd', id: 'vm.cdrom' },
      { chord: 'e', id: 'vm.eject' },
      { chord: 's', id: 'vm.save' },
      { chord: 'r', id: 'vm.restore' },
      { chord: 'S', id: 'vm.snapshot-save' },
      { chord: 'R', id: 'vm.snapshot-restore' },
      { chord: 'X', id: 'vm.snapshot-delete' },
      { chord: 'L', id: 'vm.snapshots' },
    ],
  },
  {
    id: 'menu.lab-stop',
    short: 'stop…',
    summary: 'ways to stop the lab: in good order, by its power, or with all that it wrote',
    rows: [
      { chord: 'd', id: 'lab.down' },
      { chord: 'f', id: 'lab.down', args: { force: true } },
      { chord: 'r', id: 'lab.reset' },
    ],
  },
];
