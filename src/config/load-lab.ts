import { UsageError } from '../model/errors.ts';
import type { WantedLab } from '../model/lab.ts';
import { type LabConfig, labSchema } from './lab.ts';
import type { FoundLab } from './lookup-lab.ts';
import { readYamlFile } from './yaml-file.ts';

/**
 * Reads and checks a lab file.
 * @throws UsageError with every fault by line and column, or when the file is of another lab than the one that was asked for
 */
export function loadLab({ name, file }: FoundLab): LabConfig {
  const config = readYamlFile(file, labSchema);
  if (config.lab === name) return config;
  throw new UsageError({ what: `${file} is of the lab ${config.lab}, not of ${name}`, next: `rename the file to ${config.lab}.yaml, or write "lab: ${name}" into it` });
}

/** What a screen or a probe needs to know of a lab file. */
export function wantedLab(config: LabConfig, file: string): WantedLab {
  return {
    name: config.lab,
    file,
    ...(config.host === undefined ? {} : { host: config.host }),
    bridge: config.network.bridge,
    nodes: config.nodes.map((node) => ({
      name: node.name,
      role: node.role,
      arch: node.arch,
      kind: node.kind,
      autostart: node.autostart,
      ...(node.protected === true ? { protected: true as const } : {}),
      nics: node.nics.map(({ mac, ip }) => (ip === undefined ? { mac } : { mac, ip })),
    })),
    k3s: k3sSentence(config.k3s),
  };
}

function k3sSentence({ binary, download, version }: LabConfig['k3s']): string {
  if (binary !== undefined) return `k3s from ${binary}`;
  if (download) return `k3s ${version ?? ''}, downloaded`.replace('  ', ' ');
  return 'no k3s in this lab: the lab file names neither k3s.binary nor k3s.download';
}
