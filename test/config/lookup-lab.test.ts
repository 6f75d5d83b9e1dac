import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadLab, wantedLab } from '../../src/config/load-lab.ts';
import { defaultLab, labNameIn, labNames, lookupLab, type LookupPlace } from '../../src/config/lookup-lab.ts';
import { UsageError } from '../../src/model/errors.ts';

let place: LookupPlace;

function write(path: string, text: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'labdeck lookup "\'-'));
  place = { env: { HOME: home, XDG_CONFIG_HOME: join(home, 'etc') }, uid: 0, cwd: home };
});

describe('a lab by name', () => {
  it('is one that ships', () => {
    expect(lookupLab('embedded', place)).toEqual({ name: 'embedded', file: expect.stringMatching(/profiles\/lab\/embedded\.yaml$/) as string });
  });

  it("is the operator's own before one that ships", () => {
    const file = write(join(place.cwd, 'etc/labdeck/lab/embedded.yaml'), 'lab: embedded\n');
    expect(lookupLab('embedded', place)).toEqual({ name: 'embedded', file });
  });

  it('has the nearest name told when there is none', () => {
    expect(() => lookupLab('embeded', place)).toThrow('there is no lab "embeded"; did you mean "embedded"?');
    expect(() => lookupLab("no'such;\nlab", place)).toThrow(UsageError);
  });

  it('is listed once, own labs among those that ship', () => {
    write(join(place.cwd, 'etc/labdeck/lab/mine.yaml'), 'lab: mine\n');
    write(join(place.cwd, 'etc/labdeck/lab/embedded.yaml'), 'lab: embedded\n');
    expect(labNames(place).filter((name) => name === 'mine' || name === 'embedded')).toEqual(['embedded', 'mine']);
  });

  it('is $LABDECK_LAB when nobody says, else embedded', () => {
    expect([defaultLab({}), defaultLab({ LABDECK_LAB: '' }), defaultLab({ LABDECK_LAB: 'n3x' })]).toEqual(['embedded', 'embedded', 'n3x']);
  });
});

describe('a lab by path', () => {
  it('has its name read from the file, relative to where the operator stands', () => {
    const file = write(join(place.cwd, "my 'lab';.yaml"), '# mine\nlab: "my-lab"  # it is\nouter: {}\n');
    expect(lookupLab("./my 'lab';.yaml", place)).toEqual({ name: 'my-lab', file });
  });

  it('is refused when it is not there or says no name', () => {
    expect(() => lookupLab('./none.yaml', place)).toThrow(/there is no lab file/);
    expect(() => labNameIn('labs: x\nlab: My Lab\n', 'f.yaml')).toThrow(/f\.yaml does not say which lab it is/);
  });
});

describe('a lab file', () => {
  it('is refused when it is of another lab', () => {
    const file = lookupLab('embedded', place).file;
    expect(() => loadLab({ name: 'other', file })).toThrow(/is of the lab embedded, not of other/);
  });

  it('gives what a screen wants to know', () => {
    const found = lookupLab('embedded', place);
    const wanted = wantedLab(loadLab(found), found.file);
    expect(wanted).toMatchObject({ name: 'embedded', bridge: 'ovsbr0', k3s: expect.stringMatching(/^no k3s in this lab: /) as string });
    expect(wanted.nodes.map(({ name, role, arch, autostart }) => [name, role, arch, autostart])).toEqual([
      ['n100-1', 'server', 'x86_64', true],
      ['n100-2', 'server', 'x86_64', true],
      ['n100-3', 'agent', 'x86_64', true],
      ['jetson-1', 'agent', 'aarch64', false],
    ]);
  });
});
