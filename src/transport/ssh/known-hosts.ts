import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { RefusedError } from '../../model/errors.ts';

/**
 * Host keys that are known, in the format of OpenSSH's known_hosts (sshd(8)): `[host]:port type key`. A host that is new is pinned; one that
 * shows another key than it did is refused.
 */
export class KnownHosts {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Whether `key` is the host's: it was pinned, or is from now on.
   * @param key in the wire format of RFC 4253, section 6.6
   * @throws RefusedError with both fingerprints when the host was known by another key of this type
   */
  check(host: string, port: number, key: Buffer): void {
    const name = `[${host}]:${port}`;
    const type = keyType(key);
    const pinned = this.#keysOf(name).find((each) => each.type === type);
    if (pinned === undefined) appendFileSync(this.#file, `${name} ${type} ${key.toString('base64')}\n`, { mode: 0o600 });
    else if (!pinned.key.equals(key)) throw changed(name, pinned.key, key, this.#file);
  }

  #keysOf(name: string): { readonly type: string; readonly key: Buffer }[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').split('\n');
    return lines.flatMap((line) => {
      const [hosts = '', type = '', key = ''] = line.split(' ');
      return hosts.split(',').includes(name) ? [{ type, key: Buffer.from(key, 'base64') }] : [];
    });
  }
}

/** A key names its type first: a length of four bytes and that many letters. */
function keyType(key: Buffer): string {
  return key.toString('latin1', 4, 4 + key.readUInt32BE(0));
}

/** As `ssh-keygen -l` prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function changed(name: string, pinned: Buffer, shown: Buffer, file: string): RefusedError {
  return new RefusedError({
    what: `${name} shows another host key than the one that was pinned`,
    next: `if that is right (the machine was made anew), remove its line from ${file}`,
    detail: `pinned ${fingerprint(pinned)}\nshown  ${fingerprint(shown)}`,
  });
}
