import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';

const RELAY = path.resolve('assets/guest/outer/usr/lib/labdeck/console-relay');
const CONTROLLER = path.resolve('test/unit-lab/fakes/container-controller.pl');

let dir: string;
let children: ChildProcessWithoutNullStreams[];
let sockets: Socket[];
const file = (name: string) => path.join(dir, name);

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'relay-'));
  children = [];
  sockets = [];
});

afterEach(async () => {
  sockets.forEach((socket) => socket.destroy());
  await Promise.all(children.map((child) => end(child, 'SIGKILL')));
  await rm(dir, { recursive: true });
});

it('loses no byte from before it ran, and shows two viewers the same', async () => {
  const node = await startNode();
  node.stdin.write('first line\r\n');
  await startRelay();
  const [one, two] = [await view(), await view()];
  await until(async () => (await log()) === 'first line\r\n');
  node.stdin.write('second \x00\xff line\r\n');
  await until(() => one.text().endsWith('line\r\n') && two.text().endsWith('line\r\n'));
  expect(one.text()).toBe(two.text());
  expect(await log()).toBe(`first line\r\n${one.text()}`);
});

it('hands what viewers type to the node as it is', async () => {
  const node = await startNode();
  await startRelay();
  const viewer = await view();
  const typed = collect(node.stdout);
  viewer.socket.write('root\r\x03\x04');
  await until(() => typed() === 'root\r\x03\x04');
});

it('follows the node into its next start, and keeps its viewers', async () => {
  const first = await startNode();
  await startRelay();
  const viewer = await view();
  first.stdin.write('one ');
  await until(() => viewer.text() === 'one ');
  await end(first);
  const second = await startNode();
  second.stdin.write('two');
  await until(() => viewer.text() === 'one two');
  expect(await log()).toBe('one two');
});

it('keeps the console when libvirt writes its record anew', async () => {
  const node = await startNode();
  await startRelay();
  const viewer = await view();
  await writeFile(file('record.xml'), await readFile(file('record.xml')));
  node.stdin.write('still here');
  await until(() => viewer.text() === 'still here');
});

it('touches no terminal of a process that is no container', async () => {
  const [somebody, node] = [await startNode('somebody.xml'), await startNode('node.xml')];
  const [others, own] = await Promise.all(['somebody.xml', 'node.xml'].map((name) => readFile(file(name), 'utf8')));
  somebody.stdin.write('private');
  node.stdin.write('public');
  // A record that is a FIFO: each write ends when the relay has read it, and it reads again only if it opened no console.
  await promisify(execFile)('mkfifo', [file('record.xml')]);
  await startRelay();
  const viewer = await view();
  await writeFile(file('record.xml'), others?.replace(/pid='\d+'/, `pid='${process.pid}'`) ?? '');
  await until(async () => (await offer(own ?? ''), viewer.text() !== ''));
  expect(viewer.text()).toBe('public');
});

it('moves a megabyte while a viewer reads nothing', async () => {
  const node = await startNode();
  await startRelay();
  const asleep = await view();
  asleep.socket.pause();
  const line = `${'x'.repeat(1022)}\r\n`;
  for (let count = 0; count < 1024; count += 1) node.stdin.write(line);
  await until(async () => (await log()).length === 1024 * 1024);
  expect(await log()).toBe(line.repeat(1024));
});

it('turns its log over as virtlogd does', async () => {
  const node = await startNode();
  await startRelay();
  const line = `${'y'.repeat(1022)}\r\n`;
  for (let count = 0; count < 3 * 1024; count += 1) node.stdin.write(line);
  const total = async () => (await size('console.log')) + (await size('console.log.0'));
  await until(async () => (await total()) === 3 * 1024 * 1024);
  expect(await size('console.log.0')).toBeGreaterThanOrEqual(2 * 1024 * 1024);
});

it('lets nobody else at its socket and log', async () => {
  await startNode();
  await startRelay();
  await view();
  const modes = await Promise.all(['console.sock', 'console.log'].map(async (name) => (await stat(file(name))).mode & 0o777));
  expect(modes).toEqual([0o600, 0o600]);
});

async function startNode(record = 'record.xml'): Promise<ChildProcessWithoutNullStreams> {
  const node = keep(spawn('perl', [CONTROLLER, file(record)]));
  await until(() => size(record).then((bytes) => bytes > 0));
  return node;
}

/** Writes a record into the FIFO if the relay reads it just now; it does not once it has a console. */
async function offer(record: string): Promise<void> {
  const fifo = await open(file('record.xml'), constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined);
  await fifo?.writeFile(record);
  await fifo?.close();
}

async function startRelay(): Promise<void> {
  keep(spawn('perl', [RELAY, 'node', file('record.xml'), file('console.log'), file('console.sock')]));
  await until(() => size('console.log').then((bytes) => bytes >= 0));
}

function keep(child: ChildProcessWithoutNullStreams): ChildProcessWithoutNullStreams {
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (bytes: Buffer) => process.stderr.write(bytes));
  children.push(child);
  return child;
}

/** A controller ends by itself when its input does. */
async function end(child: ChildProcessWithoutNullStreams, signal?: 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (signal === undefined) child.stdin.end();
  else child.kill(signal);
  await gone;
}

async function view(): Promise<{ socket: Socket; text: () => string }> {
  const socket = connect(file('console.sock'));
  sockets.push(socket);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return { socket, text: collect(socket) };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
  return () => text;
}

const log = () => readFile(file('console.log'), 'latin1');
/** In bytes; -1 while there is no such file. */
const size = (name: string) => stat(file(name)).then((found) => found.size, () => -1);

/** Looks again until it holds; the test's own limit ends it otherwise. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
