import { UsageError } from '../../model/errors.ts';

/**
 * A word for a human monitor line. QEMU's own rules (monitor/hmp.c get_str): a word in double quotes may hold blanks; inside, `\"`, `\\` and `\'` stand for
 * themselves and `\n`, `\r` for line ends.
 * @throws UsageError for characters that the monitor's line editor would act on
 */
export function word(text: string): string {
  assertTypable(text);
  if (/^[^\s"'\\]+$/.test(text)) return text;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** `driver,key=value,…` for `device_add` and `chardev-add`: a comma in a value is doubled (docs/system/invocation: QemuOpts). */
export function options(first: string, values: Readonly<Record<string, string>>): string {
  const words = Object.entries(values).map(([key, value]) => `${key}=${value.replaceAll(',', ',,')}`);
  return word([first, ...words].join(','));
}

/**
 * Refuses what cannot be typed as one line: control characters, and the byte 0x9b, which QEMU's readline takes for the start of an escape sequence (it is
 * in the UTF-8 form of some letters).
 * @throws UsageError
 */
export function assertTypable(line: string): void {
  // eslint-disable-next-line no-control-regex
  const control = /[\u0000-\u001f\u007f]/.test(line) || Buffer.from(line).includes(0x9b);
  if (control) throw new UsageError({ what: 'a monitor line cannot hold control characters', detail: JSON.stringify(line) });
}
