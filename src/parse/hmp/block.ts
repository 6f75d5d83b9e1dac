/** A device's medium as `info block` tells it. */
export interface HmpBlock {
  /** `virtio0`; empty where `-blockdev` made it. */
  readonly device: string;
  readonly nodeName?: string;
  /** Absent: no medium in it. */
  readonly file?: string;
  readonly driver?: string;
  readonly readOnly: boolean;
  readonly attachedTo?: string;
  readonly backingFile?: string;
}

/*
 * virtio0 (#block168): d.qcow2 (qcow2)
 *     Attached to:      /machine/peripheral-anon/device[0]/virtio-backend
 *     Cache mode:       writeback
 *     Backing file:     base.raw (chain depth: 1)
 *
 * ide1-cd0: [not inserted]
 */
const HEAD = /^(\S*?)(?: ?\(([^)]+)\))?: (?:\[not inserted\]|(.*?) \(([^()]*)\))$/;

export function parseInfoBlock(output: string): HmpBlock[] {
  const blocks: HmpBlock[] = [];
  for (const line of output.split('\n')) {
    const head = /^\s/.test(line) ? null : HEAD.exec(line);
    if (head !== null) blocks.push(headOf(head));
    const last = blocks.at(-1);
    if (head === null && last !== undefined) blocks[blocks.length - 1] = { ...last, ...detailOf(line) };
  }
  return blocks;
}

function headOf([, device = '', nodeName, file, format]: RegExpExecArray): HmpBlock {
  const words = (format ?? '').split(', ');
  return {
    device,
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(file === undefined ? {} : { file, driver: words[0] ?? '' }),
    readOnly: words.includes('read-only'),
  };
}

function detailOf(line: string): Partial<HmpBlock> {
  const [, key, value = ''] = /^\s+([^:]+):\s+(.*)$/.exec(line) ?? [];
  if (key === 'Attached to') return { attachedTo: value };
  if (key === 'Backing file') return { backingFile: value.replace(/ \(chain depth: \d+\)$/, '') };
  return {};
}
