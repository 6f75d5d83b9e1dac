import { createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto';

/** An ed25519 host key of one node. */
export interface NodeHostKey {
  /** As dropbear keeps it: string "ssh-ed25519", then a string of private and public half. */
  readonly dropbear: Buffer;
  /** As known_hosts and authorized_keys name it: `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
}

const TYPE = 'ssh-ed25519';
/** PKCS #8 up to the 32 bytes of an ed25519 private key (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The host key of a node, derived from the lab's own secret: a node that forgets everything at each start still shows the key
 * that is pinned, and nothing more has to be kept anywhere.
 * @param labSecret bytes that only this lab knows: the file of its private ssh key
 */
export function nodeHostKey(labSecret: Uint8Array, lab: string, node: string): NodeHostKey {
  const half = Buffer.from(hkdfSync('sha256', labSecret, 'labdeck', `ssh host key of ${node} in ${lab}`, 32));
  const key = createPublicKey(createPrivateKey({ key: Buffer.concat([PKCS8, half]), format: 'der', type: 'pkcs8' }));
  const open = key.export({ format: 'der', type: 'spki' }).subarray(-32);
  const dropbear = Buffer.concat([sshString(Buffer.from(TYPE)), sshString(Buffer.concat([half, open]))]);
  return { dropbear, publicKey: `${TYPE} ${Buffer.concat([sshString(Buffer.from(TYPE)), sshString(open)]).toString('base64')}` };
}

/** RFC 4251, section 5: a length of four bytes, then the bytes. */
function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
