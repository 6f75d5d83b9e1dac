import { emptyState, type LabState } from '../../src/store/state.ts';

/** A store before anything was read. */
export const EMPTY: LabState = emptyState({ pid: 1, version: '0.1.0', startedAt: 0, frontEnds: [] }, { name: 'test', file: 'test.yaml', bridge: 'ovsbr0', nodes: [], k3s: 'none' });
