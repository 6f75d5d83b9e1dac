import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { labSchema } from '../../../src/config/lab.ts';
import type { LabConfig, LabNodeConfig } from '../../../src/config/lab.ts';

/** The lab that ships. */
export const embedded: LabConfig = labSchema.parse(parse(readFileSync('profiles/lab/embedded.yaml', 'utf8')));

export function nodeOf(name: string, lab = embedded): LabNodeConfig {
  const found = lab.nodes.find((node) => node.name === name);
  if (found === undefined) throw new Error(`no node ${name}`);
  return found;
}

export const keys = { authorizedKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINHVjgjg lab', secret: Buffer.from('only this lab knows') };
