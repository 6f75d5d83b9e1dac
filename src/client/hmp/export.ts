import type { Socket } from 'node:net';
import { LabdeckError } from '../../model/errors.ts';
import { type MonitorExport, sendTo, serveSocket } from '../export-socket.ts';
import { NO_LIMIT } from '../limits.ts';
import type { Monitor } from '../monitor-verbs.ts';

const PROMPT = '(qemu) ';

/**
 * Passes a monitor on as a human monitor: any number of clients, each with a prompt and a line of its own; the lines of all are run one after the other.
 * Works over a QMP monitor too. Ends with the connection.
 */
export async function exportHmp(monitor: Monitor, path: string): Promise<MonitorExport> {
  const served = await serveSocket(path, (socket) => void new Client(socket, monitor));
  void monitor.closed.then(() => served.close());
  return served;
}

/** Lines as a person types them through `socat`: echoed as QEMU echoes, with a backspace that works. */
class Client {
  #line = '';
  #last = '';
  #queue: Promise<void> = Promise.resolve();
  readonly #socket: Socket;
  readonly #monitor: Monitor;
  readonly #decoder = new TextDecoder();

  constructor(socket: Socket, monitor: Monitor) {
    this.#socket = socket;
    this.#monitor = monitor;
    this.#send(`QEMU ${monitor.version} monitor - type 'help' for more information\r\n${PROMPT}`);
    socket.on('data', (chunk: Buffer) => {
      for (const character of this.#decoder.decode(chunk, { stream: true })) this.#type(character);
    });
    socket.on('end', () => void this.#queue.then(() => socket.end()));
  }

  #type(character: string): void {
    const pair = this.#last === '\r' && character === '\n';
    this.#last = character;
    if (pair) return;
    if (character === '\n' || character === '\r') this.#enter();
    else if (character === '\b' || character === '\u007f') this.#erase();
    else if (character >= ' ') this.#echo(character);
  }

  #echo(character: string): void {
    this.#line += character;
    this.#send(character);
  }

  #erase(): void {
    if (this.#line === '') return;
    this.#line = [...this.#line].slice(0, -1).join('');
    this.#send('\b \b');
  }

  #enter(): void {
    const line = this.#line;
    this.#line = '';
    this.#send('\r\n');
    this.#queue = this.#queue.then(async () => this.#send(`${await this.#run(line)}${PROMPT}`));
  }

  async #run(line: string): Promise<string> {
    if (line.trim() === '') return '';
    // A person's line has the limit of the person's patience; `savevm` may take minutes.
    const output = await this.#monitor.hmp(line, NO_LIMIT).catch(asText);
    return output === '' ? '' : `${output.replaceAll('\n', '\r\n')}\r\n`;
  }

  #send(text: string): void {
    sendTo(this.#socket, text);
  }
}

function asText(error: unknown): string {
  if (error instanceof LabdeckError) return `Error: ${error.message}`;
  throw error;
}
