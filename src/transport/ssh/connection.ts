import type { Duplex } from 'node:stream';
import ssh2, { type AnyAuthMethod, type Client as SshClient, type ConnectConfig } from 'ssh2';
import { type LabdeckError, LostError, RefusedError, TimeoutError } from '../../model/errors.ts';
import { KnownHosts } from './known-hosts.ts';
import { privateKeys, type SshTarget, targetText } from './target.ts';

/** A new connection takes 4 to 20 s where the far end is emulated. */
const READY_MS = 60_000;
/** Two minutes of silence end a connection that nothing answers on. */
const KEEPALIVE_MS = 15_000;
const KEEPALIVES = 8;

/** One ssh connection, made when it is needed and again after it was lost. Many channels share it. */
export class SshConnection {
  readonly target: SshTarget;
  readonly #readyMs: number;
  readonly #jump: SshConnection | undefined;
  #client: Promise<SshClient> | undefined;
  #connected = false;

  constructor(target: SshTarget, { readyMs = READY_MS } = {}) {
    this.target = target;
    this.#readyMs = readyMs;
    this.#jump = target.jump === undefined ? undefined : new SshConnection(target.jump, { readyMs });
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** @throws RefusedError (host key, login), LostError, TimeoutError */
  client(): Promise<SshClient> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    client?.end();
    await this.#jump?.close();
  }

  async #connect(): Promise<SshClient> {
    const client = new ssh2.Client();
    const sock = await this.#through();
    const { promise, resolve, reject } = Promise.withResolvers<SshClient>();
    let refusal: LabdeckError | undefined;
    const hostVerifier = (key: Buffer): boolean => {
      try {
        new KnownHosts(this.target.knownHosts).check(this.target.host, this.target.port, key);
        return true;
      } catch (error) {
        refusal = error as LabdeckError;
        return false;
      }
    };
    client.on('error', (error) => reject(refusal ?? sshError(error, this.target, this.#readyMs)));
    client.on('ready', () => resolve(client));
    client.on('close', () => {
      this.#connected = false;
      this.#client = undefined;
      reject(refusal ?? new LostError({ what: `${targetText(this.target)} closed the ssh connection` }));
    });
    client.connect({ ...config(this.target, this.#readyMs), hostVerifier, ...(sock === undefined ? {} : { sock }) });
    await promise;
    this.#connected = true;
    return client;
  }

  /** A stream to the target through the machine in front of it. */
  async #through(): Promise<Duplex | undefined> {
    const front = await this.#jump?.client();
    if (front === undefined) return undefined;
    const { host, port } = this.target;
    return new Promise((resolve, reject) => {
      front.forwardOut('127.0.0.1', 0, host, port, (error, channel) => (error === undefined ? resolve(channel) : reject(sshError(error, this.target, this.#readyMs))));
    });
  }
}

function config(target: SshTarget, readyTimeout: number): ConnectConfig {
  const { host, port, user, agent } = target;
  const keys = privateKeys(target).map((key): AnyAuthMethod => ({ type: 'publickey', username: user, key }));
  const agents: AnyAuthMethod[] = agent === undefined ? [] : [{ type: 'agent', username: user, agent }];
  const methods = [...keys, ...agents];
  return { host, port, username: user, readyTimeout, keepaliveInterval: KEEPALIVE_MS, keepaliveCountMax: KEEPALIVES, authHandler: inTurn(methods) };
}

/** One method after the other; `false` says that there are no more. */
function inTurn(methods: readonly AnyAuthMethod[]): NonNullable<ConnectConfig['authHandler']> {
  const left = [...methods];
  return (_left, _partial, next) => next(left.shift() ?? (false as never));
}

function sshError(error: Error & { level?: string }, target: SshTarget, readyMs: number): LabdeckError {
  const where = targetText(target);
  const evidence = { detail: error.message, cause: error };
  if (error.level === 'client-authentication') return new RefusedError({ what: `${where} lets none of our keys in`, next: `tried: ${[...target.keyFiles, target.agent].filter((each) => each !== undefined).join(', ')}`, ...evidence });
  if (error.level === 'client-timeout') return new TimeoutError({ what: `ssh to ${where} was not ready within ${readyMs} ms`, ...evidence });
  return new LostError({ what: `no ssh connection to ${where}: ${error.message}`, ...evidence });
}
