import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { GUEST_RAN_STATUS, kvmProbeFirmware } from '../../src/lab/kvm-firmware.ts';
import { isEmulatedCpu, kvmProbeArgv, probeKvm } from '../../src/lab/kvm-probe.ts';
import { ExitError } from '../../src/model/errors.ts';
import { run } from '../../src/transport/run.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { ScriptedMachine } from './fakes/scripted-machine.ts';
import type { Answer } from './fakes/scripted-machine.ts';

const hasQemu = spawnSync('qemu-system-x86_64', ['--version']).status === 0;

describe('the firmware', () => {
  it('is 64 KiB that begin, 16 bytes before the end, with a jump to its code', () => {
    const firmware = kvmProbeFirmware();
    expect(firmware.length).toBe(65_536);
    const target = 0xfff3 + firmware.readInt16LE(0xfff1);
    expect([firmware[0xfff0], firmware[target]]).toEqual([0xe9, 0xfa]);
  });

  it.skipIf(!hasQemu)('runs in long mode to its end on a CPU that QEMU emulates', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'firmware-'));
    const file = path.join(dir, 'fw');
    await writeFile(file, kvmProbeFirmware());
    const { status } = await run(new LocalTransport(), { argv: kvmProbeArgv(file, 25, 'tcg') });
    await rm(dir, { recursive: true });
    expect(status).toBe(GUEST_RAN_STATUS);
    expect(GUEST_RAN_STATUS).toBe(85);
  });

  it.skipIf(!hasQemu)('does not end like that when its last instruction is missing', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'firmware-'));
    const file = path.join(dir, 'fw');
    const firmware = kvmProbeFirmware();
    firmware.fill(0xf4, 0xff6c, 0xff83); // hlt, where long mode begins
    await writeFile(file, firmware);
    const { status } = await run(new LocalTransport(), { argv: kvmProbeArgv(file, 1, 'tcg') });
    await rm(dir, { recursive: true });
    expect(status).toBe(124);
  });
});

describe('probeKvm', () => {
  /** A machine whose QEMU ends like this, on this CPU. */
  const machine = (qemu: Answer, cpu = 'AMD EPYC', kvm = 0) =>
    new ScriptedMachine(([program]) => ({ test: { status: kvm }, mktemp: { stdout: '/tmp/f\n' }, timeout: qemu, cat: { stdout: `processor\t: 0\nmodel name\t: ${cpu}\n` } })[program ?? '']);

  it.each([
    ['real', machine({ status: 85 }), /ran a guest/],
    ['emulated', machine({ status: 85 }, 'QEMU TCG CPU version 2.5+'), /itself emulated \(QEMU TCG/],
    ['dead', machine({ status: 124 }), /no work in 2 s/],
    ['dead', machine({ status: 134, stderr: 'qemu: error: failed to set MSR 0x10a\nabort\n' }), /runs no guest: qemu: error: failed to set MSR 0x10a$/],
    ['dead', machine({ status: 1 }), /status 1/],
    ['absent', machine({}, 'AMD EPYC', 1), /no \/dev\/kvm/],
  ] as const)('says %s', async (state, transport, why) => {
    const verdict = await probeKvm(transport);
    expect(verdict).toMatchObject({ state, why: expect.stringMatching(why) as unknown });
  });

  it('leaves no file behind, whatever came out', async () => {
    const transport = machine({ status: 124 });
    await probeKvm(transport);
    expect(transport.said.at(-1)?.argv).toEqual(['rm', '-f', '--', '/tmp/f']);
    expect(transport.said.find(({ argv }) => argv[0] === 'dd')?.stdin.equals(kvmProbeFirmware())).toBe(true);
  });

  it('does not judge KVM where there is no QEMU to ask it with', async () => {
    await expect(probeKvm(machine({ status: 127, stderr: 'timeout: failed to run command' }))).rejects.toThrow(ExitError);
  });
});

it('knows the CPU that QEMU emulates by its name', () => {
  expect(['QEMU TCG CPU version 2.5+', 'Intel(R) Xeon(R)', 'AMD EPYC-TCGX'].map(isEmulatedCpu)).toEqual([true, false, false]);
});
