import type { CommandArgs } from '../../command/command.ts';
import { commandById } from '../../command/registry.ts';
import type { LabSnapshot } from '../../model/outer-vm.ts';
import { valueOf } from '../../model/reading.ts';
import type { LabState } from '../../store/state.ts';
import { type Line, span } from '../widgets/spans.ts';

/** What a key would do now, before it is pressed: why it cannot, what is lost, or that nothing is. */
export function preflight(state: LabState, snapshot: LabSnapshot | undefined): readonly Line[] {
  const save = line('S', 'save', blocked(state, 'snapshot.save', {}) ?? nestedWords(state) ?? fine('the outer VM with memory and disk, and every node in it'));
  if (snapshot === undefined) return [save];
  const args = { name: snapshot.name };
  return [
    save,
    line('R', 'restore', blocked(state, 'snapshot.restore', args) ?? staleWords(snapshot) ?? lostBy(state, 'snapshot.restore', args) ?? fine('in seconds; nothing runs that could be lost')),
    line('x', 'delete', blocked(state, 'snapshot.delete', args) ?? lostBy(state, 'snapshot.delete', args) ?? fine('nothing is lost')),
  ];
}

type Words = { readonly text: string; readonly style: 'dim' | 'warn' | 'bad' };

const fine = (text: string): Words => ({ text, style: 'dim' });

function line(key: string, what: string, { text, style }: Words): Line {
  return [span(key, 'key'), span(` ${what.padEnd(8)}`), span(text, style)];
}

function blocked(state: LabState, id: string, args: CommandArgs): Words | undefined {
  const why = commandById(id)?.disabled?.(state, args);
  return why === undefined ? undefined : { text: `cannot: ${why}`, style: 'bad' };
}

function lostBy(state: LabState, id: string, args: CommandArgs): Words | undefined {
  const lost = commandById(id)?.loses?.(state, args);
  return lost === undefined ? undefined : { text: `lost is ${lost}; not reversible`, style: 'warn' };
}

function staleWords({ stale }: LabSnapshot): Words | undefined {
  return stale === undefined ? undefined : { text: `stale: ${stale}`, style: 'warn' };
}

/** The keeper knows the processor and refuses where it has to; here is said what it will look at. */
function nestedWords(state: LabState): Words | undefined {
  if (valueOf(state.outer)?.accelerator !== 'kvm') return undefined;
  const nested = (valueOf(state.domains) ?? []).filter(({ kind, state: word }) => kind === 'kvm' && word === 'running').map(({ name }) => name);
  return nested.length === 0 ? undefined : { text: `nested KVM guests run (${nested.join(', ')}): refused on AMD, sound on Intel`, style: 'warn' };
}
