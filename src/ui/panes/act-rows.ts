import { shellLine } from '../../command/shell-word.ts';
import { durationText } from '../../model/duration.ts';
import { remembered } from '../../store/select/remembered.ts';
import type { ActRecord, LabState } from '../../store/state.ts';
import type { StyleName } from '../canvas.ts';
import { clockText } from '../widgets/ages.ts';
import type { TableSpec } from '../widgets/table/column.ts';

/** One act with a name that it keeps when it ends. */
export interface ActRow extends ActRecord {
  readonly id: string;
}

/** Every act that the store holds, the oldest first. */
export const actRows = remembered(
  (state: LabState) => [state.acts] as const,
  (acts): readonly ActRow[] => {
    const seen = new Map<number, number>();
    return acts.map((act) => {
      const number = (seen.get(act.at) ?? 0) + 1;
      seen.set(act.at, number);
      return { ...act, id: `${act.at}.${number}` };
    });
  },
);

export function resultText({ status }: ActRecord): string {
  if (status === undefined) return '… running';
  if (status === 0) return '✓ done';
  return status === -1 ? '✗ failed' : `✗ exit ${status}`;
}

function resultStyle({ status }: ActRecord): StyleName {
  return status === undefined ? 'warn' : status === 0 ? 'good' : 'bad';
}

/** Without the number of the process, which details tell. */
const whoText = ({ by }: ActRecord): string => by.replace(/ \(pid \d+\)$/, '');

const tookText = ({ durationMs }: ActRecord): string | undefined => (durationMs === undefined ? undefined : durationText(durationMs));

export const ACT_TABLE: TableSpec<ActRow> = {
  id: ({ id }) => id,
  columns: [
    { id: 'time', title: 'TIME', text: ({ at }) => clockText(at), key: ({ at }) => at, width: 8, style: () => 'dim' },
    { id: 'who', title: 'WHO', text: whoText, width: 'fit', min: 8, max: 22, drop: 4 },
    { id: 'machine', title: 'MACHINE', text: ({ machine }) => machine, width: 'fit', min: 7, max: 14, drop: 6 },
    { id: 'command', title: 'COMMAND', text: ({ command }) => command, width: 'fit', min: 8, max: 18, drop: 3 },
    { id: 'argv', title: 'ARGV', text: ({ argv }) => shellLine(argv), width: 40, min: 24, grow: 1 },
    { id: 'result', title: 'RESULT', text: resultText, key: ({ status }) => status, style: resultStyle, width: 10, drop: 8 },
    { id: 'took', title: 'TOOK', text: tookText, key: ({ durationMs }) => durationMs, align: 'right', width: 11, drop: 7 },
  ],
};
