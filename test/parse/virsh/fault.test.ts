import { describe, expect, it } from 'vitest';
import { unsupportedCall, virshFault, virshReason } from '../../../src/parse/virsh/fault.ts';
import { fixture } from '../fixture.ts';

const stderr = (name: string) => fixture(`debian12-host/virsh/${name}.txt.stderr`);

describe('what virsh complains of', () => {
  it.each([
    ['domstate-missing', 'no-domain'],
    ['uuid-missing', 'no-domain'],
    ['start-running', 'already-active'],
    ['destroy-off', 'not-running'],
    ['reset-lxc', 'unsupported'],
    ['domstats-lxc', 'unsupported'],
    ['domifaddr-agent', 'unsupported'],
    ['refused', 'no-connection'],
    ['console-held', 'console-held'],
    ['dominfo-off', 'other'],
  ])('%s: %s', (name, fault) => {
    expect(virshFault(stderr(name))).toBe(fault);
  });

  it('knows a virsh whose libvirtd is just being restarted', () => {
    expect(virshFault('error: no valid connection')).toBe('no-connection');
    expect(virshFault("error: Failed to reconnect to the hypervisor\nerror: Cannot recv data: Connection reset by peer")).toBe('no-connection');
  });

  it('names the call that the driver does not have', () => {
    expect(unsupportedCall(stderr('reset-lxc'))).toBe('virDomainReset');
    expect(unsupportedCall(stderr('domifaddr-agent'))).toBeUndefined();
  });

  it('gives the reason, not the headline', () => {
    expect(virshReason(stderr('destroy-off'))).toBe('Requested operation is not valid: domain is not running');
    expect(virshReason('')).toBe('');
  });
});
