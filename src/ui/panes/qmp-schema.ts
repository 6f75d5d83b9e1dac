/** One argument of a QMP command, as completion needs it. */
export interface QmpArgument {
  readonly name: string;
  /** `str`, `bool`, `enum`, a list with `[]`: the schema hides the names of types, so an object is `object`. */
  readonly type: string;
  readonly optional: boolean;
  /** What it may be, where that is a list of words. */
  readonly values?: readonly string[];
}

export interface QmpCommand {
  readonly name: string;
  readonly args: readonly QmpArgument[];
}

/** One row of `query-qmp-schema` (SchemaInfo of qapi/introspect.json), with what is read of it. */
interface SchemaInfo {
  readonly name: string;
  readonly 'meta-type': string;
  readonly 'arg-type'?: string;
  readonly 'json-type'?: string;
  readonly 'element-type'?: string;
  readonly members?: readonly Member[];
  /** Of an enum; older than `members`, and still there in QEMU 7.2. */
  readonly values?: readonly string[];
  readonly variants?: readonly unknown[];
}

interface Member {
  readonly name: string;
  readonly type?: string;
  /** Set, to null, on a member that may be left out. */
  readonly default?: unknown;
}

/** The commands of a monitor with their arguments, from its answer to `query-qmp-schema`; nothing of what is no such answer. */
export function qmpCommands(schema: unknown): readonly QmpCommand[] {
  const infos = Array.isArray(schema) ? schema.filter(isInfo) : [];
  const byName = new Map(infos.map((info) => [info.name, info]));
  const commands = infos.filter((info) => info['meta-type'] === 'command');
  return commands.map((info) => ({ name: info.name, args: argumentsOf(byName.get(info['arg-type'] ?? ''), byName) })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isInfo(row: unknown): row is SchemaInfo {
  return typeof row === 'object' && row !== null && 'name' in row && 'meta-type' in row;
}

/** What is needed first, then what may be left out. */
function argumentsOf(object: SchemaInfo | undefined, types: ReadonlyMap<string, SchemaInfo>): readonly QmpArgument[] {
  const args = (object?.members ?? []).map((member) => argument(member, types.get(member.type ?? '')));
  return args.toSorted((a, b) => Number(a.optional) - Number(b.optional));
}

function argument(member: Member, type: SchemaInfo | undefined): QmpArgument {
  const values = type?.['meta-type'] === 'enum' ? (type.values ?? type.members?.map(({ name }) => name)) : type?.['json-type'] === 'boolean' ? ['true', 'false'] : undefined;
  return { name: member.name, type: typeWord(type), optional: 'default' in member, ...(values === undefined ? {} : { values }) };
}

function typeWord(type: SchemaInfo | undefined): string {
  if (type === undefined) return 'any';
  if (type['meta-type'] === 'builtin') return type.name;
  return type['meta-type'] === 'array' ? `[${type['element-type']?.match(/^[a-z]/) ? type['element-type'] : 'object'}]` : type['meta-type'];
}
