import { z } from 'zod';

const MIB_PER = { MiB: 1, GiB: 1024, TiB: 1024 * 1024 } as const;

/** A size as people write it (`3072 MiB`, `3GiB`, or a bare number of MiB), read to MiB. */
export const sizeMiB = z.union([z.number().positive(), z.string()]).transform((value, ctx) => {
  if (typeof value === 'number') return value;
  const match = /^(\d+(?:\.\d+)?)\s*(MiB|GiB|TiB)$/.exec(value.trim());
  if (match !== null) return Number(match[1]) * MIB_PER[match[2] as keyof typeof MIB_PER];
  ctx.addIssue({ code: 'custom', message: `"${value}" is not a size; write it as 512 MiB or 4 GiB` });
  return z.NEVER;
});

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';

export const ipv4 = z.string().regex(new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`), 'is not an IPv4 address');
export const cidr4 = z.string().regex(new RegExp(`^${OCTET}(?:\\.${OCTET}){3}/(?:[12]?\\d|3[0-2])$`), 'is not an IPv4 address with a prefix, like 192.168.100.1/24');
/** Lower-cased, so that MACs compare as strings. */
export const mac = z.string().regex(/^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}$/, 'is not a MAC address').transform((value) => value.toLowerCase());
/** RFC 1123 label: what a host name, a domain and an OVS external_id can all be. */
export const label = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'is not a host name label (lower case letters, digits and -)');
/** IFNAMSIZ is 16 with the closing NUL (linux/if.h). */
export const deviceName = z.string().regex(/^[^\s/:]{1,15}$/, 'is not a network device name (1 to 15 characters)');
