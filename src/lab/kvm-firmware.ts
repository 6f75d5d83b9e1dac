/**
 * A firmware that enters LONG MODE with paging, counts down from ten million and ends QEMU through `isa-debug-exit`.
 * A /dev/kvm can open, run real-mode code and still run no ordinary guest (it hangs, or interprets each instruction at a
 * thousandth of the speed): only work of this kind, within a time limit, tells.
 */

const FIRMWARE_BYTES = 64 * 1024; // -bios wants whole 64 KiB
const CODE_AT = 0xff00; // offset in the file
const CODE_LOW = 0xfff00; // the same byte in the alias below 1 MiB, which 32-bit and 64-bit code runs from
const RESET_AT = 0xfff0; // the CPU starts 16 bytes before the end (Intel SDM vol. 3, 10.1.4)

/** What the firmware hands to `isa-debug-exit`; QEMU ends with status 2 n + 1. */
const EXIT_CODE = 0x2a;
export const GUEST_RAN_STATUS = 2 * EXIT_CODE + 1;
export const DEBUG_EXIT_PORT = 0x501;

type Line = readonly [bytes: readonly number[], assembly: string];

const REAL_MODE: readonly Line[] = [
  [[0xfa], 'cli'],
  [[0x2e, 0x66, 0x0f, 0x01, 0x16, 0xa8, 0xff], 'lgdtl %cs:gdtr'],
  [[0x0f, 0x20, 0xc0], 'mov %cr0, %eax'],
  [[0x0c, 0x01], 'or $1, %al            # CR0.PE'],
  [[0x0f, 0x22, 0xc0], 'mov %eax, %cr0'],
  [[0x66, 0xea, ...word32(CODE_LOW + 0x18), 0x08, 0x00], 'ljmpl $0x08, $protected'],
];

const PROTECTED_MODE: readonly Line[] = [
  [[0x66, 0xb8, 0x10, 0x00], 'mov $0x10, %ax'],
  [[0x8e, 0xd8], 'mov %eax, %ds'],
  [[0x8e, 0xd0], 'mov %eax, %ss'],
  [[0xc7, 0x05, ...word32(0x1000), ...word32(0x2003)], 'movl $0x2003, 0x1000  # PML4[0] -> PDPT, present, writable'],
  [[0xc7, 0x05, ...word32(0x2000), ...word32(0x3003)], 'movl $0x3003, 0x2000  # PDPT[0] -> PD'],
  [[0xc7, 0x05, ...word32(0x3000), ...word32(0x0083)], 'movl $0x83, 0x3000    # PD[0]: the first 2 MiB onto themselves'],
  [[0x0f, 0x20, 0xe0], 'mov %cr4, %eax'],
  [[0x0c, 0x20], 'or $0x20, %al         # CR4.PAE'],
  [[0x0f, 0x22, 0xe0], 'mov %eax, %cr4'],
  [[0xb8, ...word32(0x1000)], 'mov $0x1000, %eax'],
  [[0x0f, 0x22, 0xd8], 'mov %eax, %cr3'],
  [[0xb9, ...word32(0xc0000080)], 'mov $0xc0000080, %ecx # EFER'],
  [[0x0f, 0x32], 'rdmsr'],
  [[0x80, 0xcc, 0x01], 'or $1, %ah            # EFER.LME'],
  [[0x0f, 0x30], 'wrmsr'],
  [[0x0f, 0x20, 0xc0], 'mov %cr0, %eax'],
  [[0x0d, ...word32(0x80000000)], 'or $0x80000000, %eax  # CR0.PG'],
  [[0x0f, 0x22, 0xc0], 'mov %eax, %cr0'],
  [[0xea, ...word32(CODE_LOW + 0x6c), 0x18, 0x00], 'ljmp $0x18, $long'],
];

const LONG_MODE: readonly Line[] = [
  [[0xb9, ...word32(10_000_000)], 'mov $10000000, %ecx'],
  [[0x48, 0xff, 0xc9], '1: dec %rcx'],
  [[0x75, 0xfb], 'jnz 1b'],
  [[0x66, 0xba, DEBUG_EXIT_PORT & 0xff, DEBUG_EXIT_PORT >> 8], 'mov $0x501, %dx'],
  [[0x66, 0xb8, EXIT_CODE, 0x00], 'mov $0x2a, %ax'],
  [[0x66, 0xef], 'out %ax, (%dx)'],
  [[0xf4], '2: hlt'],
  [[0xeb, 0xfd], 'jmp 2b'],
  [[0x90, 0x90, 0x90, 0x90, 0x90], 'nop; the table below is aligned'],
];

const TABLES: readonly Line[] = [
  [[0, 0, 0, 0, 0, 0, 0, 0], 'gdt: null'],
  [[0xff, 0xff, 0, 0, 0, 0x9a, 0xcf, 0], '0x08: 32-bit code'],
  [[0xff, 0xff, 0, 0, 0, 0x92, 0xcf, 0], '0x10: data'],
  [[0xff, 0xff, 0, 0, 0, 0x9a, 0xaf, 0], '0x18: 64-bit code'],
  [[0x1f, 0x00, ...word32(CODE_LOW + 0x88)], 'gdtr: limit, base'],
];

/** The firmware file, 64 KiB, for `-M microvm -bios`. */
export function kvmProbeFirmware(): Buffer {
  const firmware = Buffer.alloc(FIRMWARE_BYTES);
  firmware.set([REAL_MODE, PROTECTED_MODE, LONG_MODE, TABLES].flat().flatMap(([bytes]) => bytes), CODE_AT);
  firmware.set([0xe9], RESET_AT); // jmp rel16, counted from the next instruction
  firmware.writeInt16LE(CODE_AT - (RESET_AT + 3), RESET_AT + 1);
  return firmware;
}

function word32(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}
