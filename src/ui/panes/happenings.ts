import { remembered } from '../../store/select/remembered.ts';
import type { ActRecord, LabEvent, LabState } from '../../store/state.ts';
import { ageText, clockText } from '../widgets/ages.ts';
import type { TableSpec } from '../widgets/table/column.ts';

/** One thing that happened: an event of the lab, or something that was done for an operator. */
export interface Happening {
  readonly id: string;
  readonly at: number;
  readonly source: string;
  readonly what: string;
  readonly about?: string;
  readonly by?: string;
  readonly bad: boolean;
}

/** Everything that happened, the oldest first: events of every source and the operators' own acts in one stream. */
export const happenings = remembered(
  (state: LabState) => [state.events, state.acts] as const,
  (events, acts): readonly Happening[] => numbered([...events.map(ofEvent), ...acts.map(ofAct)].toSorted((a, b) => a.at - b.at)),
);

type Unnumbered = Omit<Happening, 'id'>;

function ofEvent({ at, source, what, about, by }: LabEvent): Unnumbered {
  return { at, source, what, ...(about === undefined ? {} : { about }), ...(by === undefined ? {} : { by }), bad: /\b(fail|crash|panic|lost|error)/i.test(what) };
}

function ofAct({ at, command, by, machine, argv, status, durationMs }: ActRecord): Unnumbered {
  const end = status === undefined ? '…' : `${status === 0 ? '✓' : `✗ exit ${status}`}${durationMs === undefined ? '' : ` ${durationMs < 1000 ? `${durationMs} ms` : (ageText(durationMs) ?? '')}`}`;
  return { at, source: command, what: `${end}  ${machine}: ${argv.join(' ')}`, by, bad: status !== undefined && status !== 0 };
}

/** Two things of the same moment and the same words are told apart by their number; an act keeps its own when it ends. */
function numbered(all: readonly Unnumbered[]): readonly Happening[] {
  const seen = new Map<string, number>();
  return all.map((each) => {
    const key = `${each.at} ${each.source}`;
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return { ...each, id: `${key} ${number}` };
  });
}

export const HAPPENING_TABLE: TableSpec<Happening> = {
  id: ({ id }) => id,
  columns: [
    { id: 'time', title: 'TIME', text: ({ at }) => clockText(at), key: ({ at }) => at, width: 8, style: () => 'dim' },
    { id: 'source', title: 'SOURCE', text: ({ source }) => source, width: 12, drop: 5 },
    { id: 'what', title: 'WHAT', text: ({ what }) => what, style: ({ bad }) => (bad ? 'bad' : 'text'), width: 44, min: 28, grow: 1 },
    { id: 'about', title: 'ABOUT', text: ({ about }) => about, width: 'fit', min: 6, max: 16, optional: true },
    { id: 'by', title: 'BY', text: ({ by }) => by, width: 20, min: 12, drop: 3 },
  ],
};
