import { describe, expect, it } from 'vitest';
import type { KvmState } from '../../src/lab/kvm-probe.ts';
import { decideKind } from '../../src/lab/node-kind.ts';
import { RefusedError } from '../../src/model/errors.ts';

const outer = (state: KvmState) => ({ arch: 'x86_64', kvm: { state, why: `because ${state}` } }) as const;
const node = (kind: 'auto' | 'kvm' | 'tcg' | 'lxc', arch: 'x86_64' | 'aarch64' = 'x86_64') => ({ name: 'n', kind, arch });

describe('decideKind', () => {
  it.each([
    ['auto', 'x86_64', 'real', 'kvm'],
    ['auto', 'x86_64', 'emulated', 'lxc'],
    ['auto', 'x86_64', 'dead', 'lxc'],
    ['auto', 'x86_64', 'absent', 'lxc'],
    ['auto', 'aarch64', 'real', 'tcg'],
    ['auto', 'aarch64', 'absent', 'tcg'],
    ['tcg', 'x86_64', 'real', 'tcg'],
    ['lxc', 'x86_64', 'real', 'lxc'],
    ['kvm', 'x86_64', 'real', 'kvm'],
    ['kvm', 'x86_64', 'emulated', 'kvm'],
  ] as const)('%s, a node on %s, KVM %s: %s', (kind, arch, kvm, expected) => {
    expect(decideKind(node(kind, arch), outer(kvm)).kind).toBe(expected);
  });

  it('marks KVM on an emulated CPU experimental, and nothing else', () => {
    expect(decideKind(node('kvm'), outer('emulated'))).toMatchObject({ experimental: true, why: 'the lab file says so; experimental: because emulated' });
    expect(decideKind(node('kvm'), outer('real')).experimental).toBe(false);
    expect(decideKind(node('auto'), outer('emulated')).experimental).toBe(false);
  });

  it.each([
    ['kvm', 'x86_64', 'dead', /n cannot be of kind kvm here: because dead/],
    ['kvm', 'x86_64', 'absent', /because absent/],
    ['kvm', 'aarch64', 'real', /it is aarch64, the outer VM is x86_64/],
    ['lxc', 'aarch64', 'real', /it is aarch64/],
  ] as const)('refuses a forced %s on %s with KVM %s', (kind, arch, kvm, message) => {
    const decide = () => decideKind(node(kind, arch), outer(kvm));
    expect(decide).toThrow(RefusedError);
    expect(decide).toThrow(message);
  });
});
