import type { DoctorDocument, Finding } from '../../model/finding.ts';
import { printable } from '../printable.ts';
import { toneOf } from './style.ts';
import type { View } from './view.ts';

const SIGN: Readonly<Record<Finding['verdict'], string>> = { ok: '✓ ok', warn: '! warn', bad: '✗ bad', unknown: '? unknown' };

/** A line per check, and a line with its fix where it has one. */
export function doctorText({ findings, holds }: DoctorDocument, { style, width }: View): string {
  const longest = Math.max(0, ...findings.map(({ name }) => width(name)));
  const lines = findings.flatMap((finding) => [checkLine(finding, longest, { style, width }), ...fixLines(finding)]);
  const counts = (['ok', 'warn', 'bad', 'unknown'] as const).map((verdict) => `${findings.filter((each) => each.verdict === verdict).length} ${verdict}`);
  return [...lines, '', `${counts.join(', ')}${holds ? '' : ': mend first what is bad'}`].join('\n');
}

function checkLine({ name, machine, verdict, says }: Finding, longest: number, { style, width }: Pick<View, 'style' | 'width'>): string {
  const where = machine === undefined ? '' : `${printable(machine)}: `;
  return `${style(toneOf(verdict), SIGN[verdict].padEnd(9))}  ${printable(name)}${' '.repeat(longest - width(name))}  ${where}${printable(says)}`;
}

function fixLines({ fix }: Finding): readonly string[] {
  return fix === undefined ? [] : [`           fix: ${printable(fix)}`];
}
