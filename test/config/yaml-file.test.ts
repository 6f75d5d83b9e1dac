import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labSchema } from '../../src/config/lab.ts';
import { networkProfileSchema } from '../../src/config/network-profile.ts';
import { readYaml, readYamlFile } from '../../src/config/yaml-file.ts';
import { packageRoot } from '../../src/config/package-root.ts';
import { UsageError } from '../../src/model/errors.ts';

const BAD = `lab: My Lab
outer:
  source: { type: image }
  vcpu: 2
  memory: lots
network:
  address: 192.168.100.1/24
  dhcp: { from: a, to: 192.168.100.200 }
nodes:
  - name: n1
    role: sever
    memory: {}
    nics:
      - mac: zz
        inbond: 3
`;

function faultsOf(text: string): { readonly what: string; readonly next: string | undefined; readonly lines: readonly string[] } {
  try {
    readYaml(text, 'x.yaml', labSchema);
  } catch (error) {
    if (error instanceof UsageError) return { what: error.message, next: error.evidence.next, lines: error.evidence.detail?.split('\n') ?? [] };
    throw error;
  }
  throw new Error('the file was taken for a good one');
}

describe('a YAML file that does not validate', () => {
  it('has every fault named by line and column, in the order of the file', () => {
    expect(faultsOf(BAD).lines).toEqual([
      'x.yaml:1:6: lab is not a host name label (lower case letters, digits and -)',
      'x.yaml:4:3: outer has no key "vcpu"; did you mean "vcpus"?',
      'x.yaml:5:11: outer.memory does not fit: "lots" is not a size; write it as 512 MiB or 4 GiB',
      'x.yaml:8:17: network.dhcp.from is not an IPv4 address',
      'x.yaml:11:11: nodes[0].role does not fit: expected one of "server"|"agent"',
      'x.yaml:12:13: nodes[0].memory does not fit: expected string, received object',
      'x.yaml:14:14: nodes[0].nics[0].mac is not a MAC address',
      'x.yaml:15:9: nodes[0].nics[0] has no key "inbond"; did you mean "inbound"?',
    ]);
  });

  it('says the first fault, how many more there are, and the next step', () => {
    expect(faultsOf(BAD)).toMatchObject({ what: expect.stringMatching(/^x\.yaml:1:6: .* \(and 7 more\)$/) as string, next: 'mend lab there' });
    expect(faultsOf(BAD.replace('My Lab', 'my-lab').replace('lots', '1 GiB'))).toMatchObject({ next: 'rename it to vcpus' });
  });

  it('points at the place above a key that is missing', () => {
    expect(faultsOf('lab: x\nouter:\n  source: { type: image }\n  memory: 1 GiB\n').lines).toEqual(['x.yaml:1:1: network is missing']);
  });

  it.each([
    ['an open bracket', 'lab: [a\nb: 2\n', 'x.yaml:2:1:'],
    ['a key that is there twice', 'lab: a\nlab: b\n', 'x.yaml:2:1: Map keys must be unique'],
    ['an empty file', '', 'x.yaml:1:1: does not fit: expected object, received null'],
    ['a list where a map is wanted', '- a\n', 'x.yaml:1:1: does not fit: expected object, received array'],
  ])('is refused for %s', (_what, text, line) => {
    expect(faultsOf(text).lines[0]).toContain(line);
  });

  it('names the known keys when nothing is near', () => {
    expect(faultsOf('zebra: 1\n')).toMatchObject({ next: expect.stringMatching(/^remove it; known keys: lab, .*nodes/) as string });
  });

  it('is told apart from one that cannot be read', () => {
    expect(() => readYamlFile('/nowhere/x.yaml', labSchema)).toThrow(/cannot read \/nowhere\/x\.yaml/);
  });
});

describe('files that ship', () => {
  it('are valid: the embedded lab and the default network profile', () => {
    expect(readYamlFile(join(packageRoot(), 'profiles/lab/embedded.yaml'), labSchema)).toMatchObject({ lab: 'embedded', outer: { memory: 3072 } });
    expect(readYamlFile(join(packageRoot(), 'profiles/network/default.yaml'), networkProfileSchema)).toMatchObject({ profile: 'default', rules: [] });
  });

  it('may lie under a path with quotes, spaces and newlines', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'labdeck ";\'\n-')), "a 'b'.yaml");
    writeFileSync(file, 'profile: p\ntitle: P\n');
    expect(readYamlFile(file, networkProfileSchema)).toEqual({ profile: 'p', title: 'P', rules: [] });
  });
});
