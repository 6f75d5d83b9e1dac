import { nodeWrap } from '../lab/node-wrap.ts';
import { UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import { valueOf } from '../model/reading.ts';
import { labNodes } from '../store/select/nodes.ts';
import type { LabState } from '../store/state.ts';
import type { Transport } from '../transport/transport.ts';
import { ViaTransport } from '../transport/via.ts';

/** The machines that a command can be run on, by the word an operator uses for them. */
export interface Targets {
  readonly host: Transport;
  readonly outer: Transport;
  readonly state: () => LabState;
}

/** @throws UsageError on a word that is no machine of this lab, UnsupportedError for a node without a way in */
export function targetNamed(word: string, { host, outer, state }: Targets): Transport {
  if (word === 'host') return host;
  if (word === 'outer') return outer;
  const node = labNodes(state()).find(({ name }) => name === word);
  if (node === undefined) throw unknownTarget(word, state());
  const kind = node.kind ?? valueOf(state().domains)?.find(({ name }) => name === word)?.kind ?? 'tcg';
  const ip = node.nics.find((nic) => nic.ip !== undefined)?.ip ?? node.wantedIp;
  return new ViaTransport(word, () => outer, nodeWrap(word, kind, ip));
}

function unknownTarget(word: string, { wanted }: LabState): UsageError {
  const known = ['outer', 'host', ...wanted.nodes.map(({ name }) => name)];
  return new UsageError({ what: `there is no machine ${JSON.stringify(word)} in this lab${didYouMean(word, known)}`, next: `one of ${known.join(', ')}` });
}
