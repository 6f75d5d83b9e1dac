import type { WantedLab } from '../../src/model/lab.ts';
import { createLabStore, type LabStore } from '../../src/store/lab-store.ts';
import { emptyState } from '../../src/store/state.ts';

export const WANTED: WantedLab = {
  name: 'embedded',
  file: 'profiles/lab/embedded.yaml',
  bridge: 'ovsbr0',
  nodes: [
    { name: 'n100-1', role: 'server', arch: 'x86_64', kind: 'auto', autostart: true, nics: [{ mac: '52:54:00:12:34:01', ip: '192.168.100.10' }] },
    { name: 'jetson-1', role: 'agent', arch: 'aarch64', kind: 'auto', autostart: false, nics: [{ mac: '52:54:00:12:34:10' }] },
  ],
  k3s: 'no k3s in this lab: no binary was given',
};

/** The keeper's own store, with nothing read yet. */
export function newStore(): LabStore {
  return createLabStore(emptyState({ pid: 1, version: '0', startedAt: 0, frontEnds: [] }, WANTED));
}
