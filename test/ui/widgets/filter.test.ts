import { describe, expect, it } from 'vitest';
import { filterKeeps, parseFilter } from '../../../src/ui/widgets/filter.ts';

type Row = Readonly<Record<string, string | undefined>>;

const ROWS: readonly Row[] = [
  { name: 'n100-1', state: 'running', mac: '52:54:00:12:34:01' },
  { name: 'n100-2', state: 'shut off', mac: '52:54:00:12:34:02' },
  { name: 'jetson-1', state: 'running', mac: undefined },
];
const COLUMNS = ['name', 'state', 'mac'];

const kept = (text: string): (string | undefined)[] => ROWS.filter((row) => filterKeeps(parseFilter(text, COLUMNS), COLUMNS, (id) => row[id])).map(({ name }) => name);

describe('a filter', () => {
  it.each([
    ['', ['n100-1', 'n100-2', 'jetson-1']],
    ['N100', ['n100-1', 'n100-2']],
    ['n100 running', ['n100-1']],
    ['!n100', ['jetson-1']],
    ['!', ['n100-1', 'n100-2', 'jetson-1']],
    ['/^n.*1$/', ['n100-1']],
    ['/^n.*-1', ['n100-1']],
    ['!/^n/', ['jetson-1']],
    ['state:running', ['n100-1', 'jetson-1']],
    ['STATE:running', ['n100-1', 'jetson-1']],
    ['!state:running', ['n100-2']],
    ['state:"shut off"', ['n100-2']],
    ['state:/^shut/', ['n100-2']],
    ['name:running', []],
    ['"shut off"', ['n100-2']],
    ['shut off', ['n100-2']],
    ['state:running !jetson', ['n100-1']],
    // A column that is not there is part of the word, as in an address.
    ['54:00:12:34:02', ['n100-2']],
    ['mac:54:00:12:34:01', ['n100-1']],
    ['!mac:54', ['jetson-1']],
    ['state:', ['n100-1', 'n100-2', 'jetson-1']],
  ])('%s keeps %j', (text, names) => {
    expect(kept(text)).toEqual(names);
  });

  it('says what is no regular expression yet, and matches it as it is', () => {
    const filter = parseFilter('/n(/', COLUMNS);
    expect(filter.problem).toMatch(/Unterminated group/);
    expect(filterKeeps(filter, COLUMNS, () => 'cannot')).toBe(false);
    expect(filterKeeps(filter, COLUMNS, () => 'can n( be')).toBe(true);
  });
});
