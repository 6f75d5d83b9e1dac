import { shellLine } from '../../command/shell-word.ts';
import type { ActRecord } from '../../store/state.ts';
import { resultText } from './act-rows.ts';

/** Acts as a shell script that does them again from the operator's machine, each with what came of it. */
export function actScript(lab: string, acts: readonly ActRecord[]): readonly string[] {
  return ['#!/bin/sh', `# lab ${oneLine(lab)}: ${acts.length === 1 ? 'one act' : `${acts.length} acts`}`, 'set -e', ...acts.flatMap((act) => ['', `# ${oneLine(words(act))}`, lineOf(lab, act)])];
}

function words(act: ActRecord): string {
  const { at, by, command, durationMs } = act;
  return [new Date(at).toISOString(), by, command, `${resultText(act)}${durationMs === undefined ? '' : ` after ${durationMs} ms`}`].join(', ');
}

/** A comment ends with its line: nothing that is written into one may end it. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

/** Words of the monitor go to it; what ran on this machine runs as it is; all else where it ran. */
function lineOf(lab: string, { machine, argv }: ActRecord): string {
  const [verb = '', ...rest] = argv;
  const labdeck = ['labdeck', '--lab', lab];
  if (machine === 'outer' && verb === 'qmp') return shellLine([...labdeck, 'qmp', ...rest]);
  if (machine === 'outer' && verb === 'hmp') return shellLine([...labdeck, 'hmp', ...rest]);
  return machine === 'host' ? shellLine(argv) : `${shellLine([...labdeck, 'exec', machine])} -- ${shellLine(argv)}`;
}
