/** Why the monitor did not do it. A human monitor has no error channel: its refusals are text, in these shapes. */
export interface HmpRefusal {
  readonly kind: 'unknown' | 'usage' | 'error';
  readonly text: string;
}

const SHAPES: readonly { readonly kind: HmpRefusal['kind']; readonly pattern: RegExp }[] = [
  { kind: 'unknown', pattern: /^unknown command: .*$/m },
  // "device_del: string expected" + `Try "help device_del" for more information`
  { kind: 'usage', pattern: /^.*\nTry "help [^"]*" for more information$/m },
  { kind: 'error', pattern: /^Error: [^]*$/m },
];

/** The refusal in a command's output, or undefined when it was accepted. */
export function refusalIn(output: string): HmpRefusal | undefined {
  for (const { kind, pattern } of SHAPES) {
    const match = pattern.exec(output);
    if (match !== null) return { kind, text: match[0].replace(/^Error: /, '').trim() };
  }
  return undefined;
}
