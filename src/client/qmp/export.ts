import type { Socket } from 'node:net';
import { LabdeckError } from '../../model/errors.ts';
import { JsonFrames } from '../../parse/qmp/frames.ts';
import { fields, type Json, parseObject, text } from '../../parse/qmp/message.ts';
import { type MonitorExport, sendTo, serveSocket } from '../export-socket.ts';
import { NO_LIMIT } from '../limits.ts';
import type { QmpConnection } from './connection.ts';
import { QmpCommandError } from './errors.ts';

/** Commands of one client that may be under way; it is not read further until some are answered. */
const MAX_UNDER_WAY = 64;

/**
 * Passes one QMP connection on: any number of clients, each greeted and negotiated with as QEMU does it, each with ids of its own, all with all events.
 * Ends with the connection.
 */
export async function exportQmp(qmp: QmpConnection, path: string): Promise<MonitorExport> {
  const clients = new Set<Client>();
  const off = qmp.onEvent((_event, raw) => {
    for (const client of clients) if (client.negotiated) client.send(raw);
  });
  const served = await serveSocket(path, (socket) => {
    const client = new Client(socket, qmp);
    clients.add(client);
    socket.on('close', () => clients.delete(client));
  });
  void qmp.closed.then(() => (off(), served.close()));
  return served;
}

class Client {
  negotiated = false;
  #underWay = 0;
  #sent: Promise<void> = Promise.resolve();
  readonly #socket: Socket;
  readonly #qmp: QmpConnection;
  readonly #frames = new JsonFrames();
  readonly #waiting: string[] = [];

  constructor(socket: Socket, qmp: QmpConnection) {
    this.#socket = socket;
    this.#qmp = qmp;
    this.send(greetingOf(qmp));
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.#next());
  }

  send(message: Json): void {
    sendTo(this.#socket, `${JSON.stringify(message)}\r\n`);
  }

  #take(chunk: Buffer): void {
    this.#waiting.push(...this.#frames.push(chunk).map((frame) => frame.text));
    this.#next();
  }

  /** Starts what waits. Commands of one client are sent to QEMU and answered in their order: without out-of-band execution QEMU promises that, and ids may be left out. */
  #next(): void {
    while (this.#underWay < MAX_UNDER_WAY) {
      const frame = this.#waiting.shift();
      if (frame === undefined) break;
      this.#underWay += 1;
      const answer = this.#answer(frame);
      this.#sent = this.#sent.then(async () => {
        this.send(await answer);
        this.#underWay -= 1;
        this.#next();
      });
    }
    if (this.#waiting.length > 0) this.#socket.pause();
    else this.#socket.resume();
    if (this.#underWay === 0 && this.#socket.readableEnded) this.#socket.end();
  }

  async #answer(frame: string): Promise<Json> {
    let id: unknown;
    try {
      const command = parseObject(frame);
      id = command['id'];
      return withId({ return: await this.#run(command) }, id);
    } catch (error) {
      return withId({ error: errorOf(error) }, id);
    }
  }

  async #run(command: Json): Promise<unknown> {
    const execute = command['execute'];
    if (typeof execute !== 'string') throw new QmpCommandError('', 'GenericError', "QMP input lacks member 'execute'");
    if (execute === 'qmp_capabilities') return this.#negotiate(fields(command['arguments']));
    if (!this.negotiated) throw notNegotiated(execute);
    return this.#qmp.execute(execute, fields(command['arguments']), NO_LIMIT);
  }

  #negotiate({ enable }: Json): Json {
    if (this.negotiated) throw new QmpCommandError('qmp_capabilities', 'CommandNotFound', 'Capabilities negotiation is already complete, command ignored');
    const wanted = Array.isArray(enable) ? enable : [];
    if (wanted.length > 0) throw new QmpCommandError('qmp_capabilities', 'GenericError', `Capability ${String(wanted[0])} not available`);
    this.negotiated = true;
    return {};
  }
}

/** QEMU's own greeting without out-of-band execution: commands of several clients share one queue here. */
function greetingOf({ greeting }: QmpConnection): Json {
  return { QMP: { ...fields(greeting.raw['QMP']), capabilities: [] } };
}

function notNegotiated(execute: string): QmpCommandError {
  return new QmpCommandError(execute, 'CommandNotFound', "Expecting capabilities negotiation with 'qmp_capabilities'");
}

function withId(answer: Json, id: unknown): Json {
  return id === undefined ? answer : { ...answer, id };
}

function errorOf(error: unknown): Json {
  if (error instanceof QmpCommandError) return { class: error.errorClass, desc: error.desc };
  if (error instanceof LabdeckError) return { class: 'GenericError', desc: text(error.message) };
  throw error;
}
