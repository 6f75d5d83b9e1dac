/**
 * A file that QEMU's direct boot takes for a Linux kernel (Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header") and that only
 * halts: a real QEMU with the real command line, without the cost of a guest.
 */
export function tinyKernel(): Buffer {
  const setupSectors = 4;
  const file = Buffer.alloc((1 + setupSectors + 8) * 512, 0xf4);
  file.fill(0, 0, 0x300);
  file[0x1f1] = setupSectors;
  file.writeUInt16LE(0xaa55, 0x1fe);
  file.write('HdrS', 0x202, 'latin1');
  // Protocol 2.12, loaded high, with room for a command line and an initrd anywhere below 2 GiB.
  file.writeUInt16LE(0x020c, 0x206);
  file[0x211] = 1;
  file.writeUInt32LE(0x7fffffff, 0x22c);
  file.writeUInt32LE(2048, 0x238);
  // The entry of the real-mode half: hlt, and again.
  file.set([0xf4, 0xeb, 0xfd], 0x200 + 0x100);
  file.set([0xe9, 0xfd, 0x00], 0x200);
  file.write('HdrS', 0x202, 'latin1');
  return file;
}
