/**
 * "Who may import whom" of docs/codebase.md, as rules. A room imports itself and the rooms of its row; a row with `types` may
 * take types, and only types, from those rooms too. test/rules plants an offence against every rule and sees it caught.
 */
type Room = readonly [room: string, values: readonly string[], types: readonly string[], comment: string];
/** A forbidden import in dependency-cruiser's own words. */
interface Rule {
  readonly name: string;
  readonly comment: string;
  readonly severity: 'error';
  readonly from: Readonly<Record<string, unknown>>;
  readonly to: Readonly<Record<string, unknown>>;
}

const BELOW = ['model', 'parse', 'transport', 'client', 'config'];
const FRONT = ['model', 'store', 'command', 'keymap', 'wire'];

/** room, what it may import, what it may take types from, and the sentence that teaches. */
const ROOMS: readonly Room[] = [
  ['model', [], [], 'model is the nouns: every room leans on it, so it leans on none. Move what needs another room into that room.'],
  ['config', ['model'], [], 'config turns files into model data. What is done with the data belongs to the room that does it.'],
  ['store', ['model'], ['config'], 'store holds plain data. Whoever reads the lab (probe) writes into it; it never reaches out itself.'],
  ['wire', ['model', 'store'], [], 'wire carries requests and changes between processes; it must load in a front end in a blink and know no tool.'],
  ['parse', ['model'], [], 'A parser is text in, model out. Let a client run the tool and hand over the text.'],
  ['command', ['model', 'store'], ['transport', 'client', 'lab', 'impair', 'console', 'log', 'suite', 'config'], 'A command is data for front ends and a run() for the keeper: take what run() needs from its context, and import only its type.'],
  ['transport', ['model'], [], 'transport moves bytes and does not know what they mean. Meaning is a parser, and the two meet in a client.'],
  ['client', ['model', 'parse', 'transport'], [], 'A client is argv + transport + parser for one tool. Joining several tools is the work of the rooms above it.'],
  ['lab', BELOW, [], "lab is a lab's life, made from clients. What else the keeper joins, it joins in src/keeper."],
  ['impair', BELOW, [], 'impair plans and applies network profiles through clients. What else the keeper joins, it joins in src/keeper.'],
  ['console', BELOW, [], 'console owns consoles through clients and transports. What else the keeper joins, it joins in src/keeper.'],
  ['log', BELOW, [], 'log keeps lines on disk. What else the keeper joins, it joins in src/keeper.'],
  ['suite', BELOW, [], 'A suite runs steps through clients. What else the keeper joins, it joins in src/keeper.'],
  ['probe', ['model', 'parse', 'transport', 'client', 'store'], [], 'A probe asks a client and writes a Reading into the store. It changes nothing, so it needs no room that does.'],
  ['keeper', [...BELOW, 'store', 'wire', 'command', 'keymap', 'lab', 'impair', 'console', 'log', 'suite', 'probe'], [], 'keeper joins the rooms behind the wire. Front ends stand on the other side of it.'],
  ['keymap', ['model', 'store', 'command'], [], 'keymap maps chords to command ids: data about commands, nothing more.'],
  ['ui', FRONT, ['config'], 'ui shows the replica and sends commands. Ask the keeper over the wire; never touch a client, a transport, a parser or the lab.'],
  ['cli', FRONT, ['config'], 'cli shows the replica and sends commands. Ask the keeper over the wire; never touch a client, a transport, a parser or the lab.'],
];

const inRooms = (rooms: readonly string[]) => `^src/(${rooms.join('|')})/`;
/** Where things lie: the part of config that reads no lab file. Front ends find the keeper's socket with it. */
const PLACES = '^src/config/(paths|dirs|path-list|package-root|lookup-lab)\\.ts$';
const KNOW_PLACES = ['wire', 'ui', 'cli'];
const npm = (names: readonly string[]) => `(^|node_modules/)(${names.join('|')})(/|$)`;
const CORE_IO = '^(assert|async_hooks|child_process|cluster|crypto|dgram|dns|fs|http|http2|https|net|os|process|readline|tls|tty|v8|vm|worker_threads|zlib)(/|$)';

const roomRule = ([room, values, types, comment]: Room): Rule => ({
  name: `room-${room}`,
  comment,
  severity: 'error',
  from: { path: inRooms([room]) },
  to: { path: '^src/', pathNot: [inRooms([room, ...values, ...types]), ...(KNOW_PLACES.includes(room) ? [PLACES] : [])] },
});

const typesOnlyRule = ([room, , types, comment]: Room): Rule => ({
  name: `types-only-${room}`,
  comment: `${comment} (From ${types.join(', ')}: \`import type\` only.)`,
  severity: 'error',
  from: { path: inRooms([room]) },
  to: { path: inRooms(types), pathNot: KNOW_PLACES.includes(room) ? [PLACES] : [], dependencyTypesNot: ['type-only'] },
});

const rule = (name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule => ({ name, comment, severity: 'error', from, to });
const FRONT_ENDS = '^src/(model|store|command|keymap|wire|ui|cli)/|^src/main\\.ts$|^src/config/(paths|dirs|path-list|package-root|lookup-lab)\\.ts$';

export const forbidden: readonly Rule[] = [
  ...ROOMS.map(roomRule),
  ...ROOMS.filter(([, , types]) => types.length > 0).map(typesOnlyRule),
  rule('known-room', 'This folder is in no row of the table: give it a row in .dependency-cruiser.ts and a line in docs/codebase.md.', { path: '^src/', pathNot: `${inRooms(ROOMS.map(([room]) => room))}|^src/main\\.ts$` }, {}),
  rule('main-chooses', 'main.ts loads a front end or the keeper only when it was chosen: use `await import(…)`.', { path: '^src/main\\.ts$' }, { path: inRooms(['ui', 'cli', 'keeper']), dynamic: false, dependencyTypesNot: ['type-only'] }),
  rule('main-joins-only', 'main.ts chooses and hands over; it knows the front ends, the keeper, wire, model and where things lie.', { path: '^src/main\\.ts$' }, { path: '^src/', pathNot: [inRooms(['ui', 'cli', 'keeper', 'wire', 'model']), PLACES] }),
  rule('main-is-the-root', 'Nothing imports main.ts: it is where a process begins.', {}, { path: '^src/main\\.ts$' }),
  rule('pure', 'model, store, parse, command and keymap do no I/O: take the text, the time or the bytes as a parameter.', { path: inRooms(['model', 'store', 'parse', 'command', 'keymap']) }, { path: CORE_IO, dependencyTypesNot: ['type-only'] }),
  rule('model-uses-nothing', 'model needs no package and no node module.', { path: inRooms(['model']) }, { dependencyTypes: ['npm', 'npm-dev', 'core', 'unknown', 'undetermined'] }),
  rule('only-ui-draws', 'React and Ink are loaded by the cockpit alone; elsewhere they cost every command its start.', { path: '^src/', pathNot: inRooms(['ui']) }, { path: npm(['react', 'react-reconciler', 'ink', 'ink-table', '@types/react']) }),
  rule('light-front-ends', 'A front end starts in a blink: files are read and checked, and machines reached, by the keeper.', { path: FRONT_ENDS }, { path: npm(['zod', 'yaml', 'chokidar', 'ssh2', '@types/ssh2', 'execa', 'fast-xml-parser', '@xterm/headless']) }),
  rule('no-cycle', 'Two files that need each other are one thought in two places: move the shared part below both.', {}, { circular: true }),
  rule('resolvable', 'This import leads nowhere: a missing file or a package that is not in package.json.', {}, { couldNotResolve: true }),
  rule('no-test-in-source', 'src ships; tests and build scripts do not.', { path: '^src/' }, { path: '^(test|scripts|bin)/' }),
  rule('no-dev-package', 'src ships without devDependencies: move the package to dependencies.', { path: '^src/' }, { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' }),
];

export const options = {
  // Type-only imports count: a room that needs another's types leans on it as well.
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'] },
};

export default { forbidden, options };
