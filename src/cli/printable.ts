/**
 * Text of unknown origin without anything that a terminal would obey: C0, DEL and C1 controls become `\xNN`.
 * @param keep controls that are layout here, like a newline
 */
export function printable(text: string, keep = ''): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (control) => (keep.includes(control) ? control : escaped(control)));
}

function escaped(control: string): string {
  return `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
