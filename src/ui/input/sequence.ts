/** A control sequence in its parts (ECMA-48, 5.4): `ESC [`, then `<`, `=`, `>` or `?`, then numbers, then the last character. */
export interface Sequence {
  readonly text: string;
  readonly prefix: string;
  /** `1;3` is [[1], [3]], `97:65;2` is [[97, 65], [2]]; a number left out is undefined. */
  readonly numbers: readonly (readonly (number | undefined)[])[];
  readonly last: string;
}

export function sequenceOf(text: string): Sequence {
  const prefix = /^[<=>?]/.exec(text.slice(2))?.[0] ?? '';
  const body = text.slice(2 + prefix.length, -1);
  return { text, prefix, numbers: body === '' ? [] : body.split(';').map((group) => group.split(':').map(numberOf)), last: text.at(-1) ?? '' };
}

function numberOf(digits: string): number | undefined {
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}
