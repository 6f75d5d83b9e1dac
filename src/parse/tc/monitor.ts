/** One change that the kernel told of. */
export interface TcChange {
  readonly what: 'qdisc' | 'class' | 'filter' | 'chain' | 'action';
  readonly deleted: boolean;
  readonly dev?: string;
  readonly line: string;
}

const LINE = /^(?:(deleted|added|replaced) )?(qdisc|class|filter|chain|action) (.*)$/;

/**
 * One line of `tc monitor` (text: `-j` is ignored there up to iproute2 6.1, and broken where it is not). Lines that go on with an earlier change are
 * indented or empty and give undefined, as does what this page does not know: a monitor only says that something changed.
 */
export function parseTcMonitorLine(line: string): TcChange | undefined {
  const [, verb, what, rest = ''] = LINE.exec(line.trimEnd()) ?? [];
  if (what === undefined) return undefined;
  const dev = /(?:^| )dev (\S+)/.exec(rest)?.[1];
  const change = { what: what as TcChange['what'], deleted: verb === 'deleted', line: line.trimEnd() };
  return dev === undefined ? change : { ...change, dev };
}
