import type { CliIo } from '../io.ts';
import { printable } from '../printable.ts';
import { doctorText } from './doctor.ts';
import { fabricText } from './fabric.ts';
import { fieldsText } from './fields.ts';
import { groupText } from './group.ts';
import { downText, resetText, restoredText, upText } from './life.ts';
import { pathsText } from './paths.ts';
import { savedText, snapshotsText } from './snapshots.ts';
import { statusText } from './status.ts';
import { widthFor } from './table.ts';
import type { Renderer, View } from './view.ts';
import { styleFor } from './style.ts';
import { fdbText, flowsText } from './switch-tables.ts';
import { nodeSnapshotsText, vmDetailsText } from './vm-details.ts';
import { vmListText, vmShowText } from './vms.ts';

/** Verbs on any number of nodes: what came of each. */
const GROUP_VERBS = [
  'vm.start', 'vm.shutdown', 'vm.destroy', 'vm.reset', 'vm.suspend', 'vm.resume', 'vm.autostart', 'vm.memory', 'vm.vcpus', 'vm.cdrom', 'vm.eject',
  'vm.save', 'vm.restore', 'vm.snapshot-save', 'vm.snapshot-restore', 'vm.snapshot-delete',
] as const;

/** The text of each verb's document; verbs without a row print their fields. */
const RENDERERS: Readonly<Record<string, Renderer>> = {
  'lab.status': statusText,
  'lab.up': upText,
  'lab.down': downText,
  'lab.reset': resetText,
  'lab.doctor': doctorText,
  'lab.paths': pathsText,
  'vm.list': vmListText,
  'vm.show': vmShowText,
  ...Object.fromEntries(GROUP_VERBS.map((id) => [id, groupText])),
  'vm.details': vmDetailsText,
  'vm.snapshots': nodeSnapshotsText,
  'vm.xml': (document: { readonly xml: string }) => document.xml.trimEnd(),
  'fabric.show': fabricText,
  'fabric.fdb': fdbText,
  'fabric.flows': flowsText,
  'snapshot.list': snapshotsText,
  'snapshot.save': savedText,
  'snapshot.restore': restoredText,
  'outer.qmp': (document: { readonly return: unknown }) => JSON.stringify(document.return, null, 2),
  'outer.hmp': (document: { readonly output: string }) => document.output.trimEnd(),
};

/** A verb's document as text for a person, with a newline at its end. */
export async function render(id: string, document: unknown, io: CliIo): Promise<string> {
  const tame = harmless(document);
  const view: View = { width: await widthFor(JSON.stringify(tame) ?? ''), nowMs: io.now(), style: styleFor(io.stdout, io.env) };
  const text = (RENDERERS[id] ?? fieldsText)(tame as never, view);
  return text === '' ? '' : `${text}\n`;
}

/** The document with no text in it that a terminal would obey: much of it was said by guests. */
function harmless(value: unknown): unknown {
  if (typeof value === 'string') return printable(value, '\n\t');
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [printable(key), harmless(each)]));
}
