import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { ip, tc } from './iproute.ts';
import { systemctl } from './others.ts';
import { ovsAppctl, ovsdbClient, ovsOfctl } from './ovs.ts';
import type { Tool } from './tool.ts';
import { virsh } from './virsh.ts';
import type { World } from './world.ts';

const TOOLS: Readonly<Record<string, Tool>> = { virsh, tc, ip, systemctl, 'ovsdb-client': ovsdbClient, 'ovs-appctl': ovsAppctl, 'ovs-ofctl': ovsOfctl };

/**
 * What goes wrong with a tool: it never answers, answers late, ends with an error, or says what nobody understands. A tool that runs already is struck, too, at
 * the next thing it says.
 */
export type Fault = { readonly how: 'hangs' | 'dies' | 'garbage' } | { readonly how: 'slow'; readonly ms: number };

export type Faults = Map<string, Fault>;

/*
 * Stands for a program of the fake outer VM: tells the world which one it is and with which words, hands its input on, prints what comes back. Answers are
 * frames: `o LENGTH` or `e LENGTH` and that many bytes, and at last `x STATUS`.
 */
const STAND_IN = String.raw`#!PERL
use strict; use Socket;
my $name = $0; $name =~ s{.*/}{};
socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die "$!\n";
connect($s, sockaddr_un($ENV{LABDECK_FAKE} . '/tools')) or die "$name: $!\n";
sub put { my ($to, $data) = @_; while (length $data) { my $n = syswrite $to, $data; exit 141 if !defined $n; substr($data, 0, $n) = '' } }
my $spec = join "\0", $name, @ARGV;
put($s, length($spec) . "\n" . $spec);
my ($held, $in) = ('', 1);
while (1) {
  my $r = ''; vec($r, fileno $s, 1) = 1; vec($r, 0, 1) = 1 if $in;
  next if select($r, undef, undef, undef) < 0;
  if ($in && vec($r, 0, 1)) {
    my $n = sysread STDIN, my $data, 65536;
    if ($n) { put($s, $data) } else { $in = 0; shutdown $s, 1 }
  }
  next if !vec($r, fileno $s, 1);
  my $n = sysread $s, $held, 65536, length $held;
  exit 1 if !$n;
  while ($held =~ /\A([oex]) (\d+)\n/) {
    my ($kind, $number, $head) = ($1, $2, $+[0]);
    exit $number if $kind eq 'x';
    last if length($held) < $head + $number;
    put($kind eq 'o' ? *STDOUT : *STDERR, substr($held, $head, $number));
    substr($held, 0, $head + $number) = '';
  }
}
`;

/*
 * Programs that really run, on files that lie elsewhere: the sockets of Open vSwitch and the leases are those of the fake.
 */
const ELSEWHERE = `#!/bin/sh
for word do
  shift
  case $word in
    /var/run/openvswitch/*) word=$LABDECK_FAKE/openvswitch/\${word##*/} ;;
    /var/lib/misc/dnsmasq.leases) word=$LABDECK_FAKE/leases ;;
  esac
  set -- "$@" "$word"
done
exec PROGRAM "$@"
`;

/*
 * The shell is the real one, too: but the shell that reads /proc and /sys below a root is given the root of the fake, and libvirt's pid files with it.
 */
const SHELL = `#!/bin/sh
if [ "$#" = 4 ] && [ "$1" = -c ] && [ "$4" = / ]; then set -- -c "$2" "$3" "$LABDECK_FAKE/root"; fi
exec /bin/sh "$@"
`;

/** Writes the programs of the fake outer VM; what it gives back goes in front of PATH. */
export function writePrograms(dir: string, real: (program: string) => string): string {
  const bin = join(dir, 'bin');
  mkdirSync(bin, { recursive: true });
  const write = (name: string, text: string): void => {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  };
  for (const name of Object.keys(TOOLS)) write(name, STAND_IN.replace('PERL', real('perl')));
  write('sh', SHELL);
  for (const name of ['perl', 'cat']) write(name, ELSEWHERE.replace('PROGRAM', real(name)));
  return bin;
}

/** Answers for the stand-ins. */
export function serveTools(world: World, faults: Faults, path: string): Server {
  return createServer({ allowHalfOpen: true }, (socket) => void new Run(world, faults, socket)).listen(path);
}

class Run {
  readonly #world: World;
  readonly #faults: Faults;
  readonly #socket: Socket;
  readonly #stdin = new PassThrough();
  #held = Buffer.alloc(0);
  #name: string | undefined;
  #said: Promise<unknown> = Promise.resolve();

  constructor(world: World, faults: Faults, socket: Socket) {
    this.#world = world;
    this.#faults = faults;
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.#stdin.end());
  }

  #take(chunk: Buffer): void {
    if (this.#name !== undefined) return void this.#stdin.write(chunk);
    this.#held = Buffer.concat([this.#held, chunk]);
    const end = this.#held.indexOf(0x0a);
    const length = Number(this.#held.toString('latin1', 0, Math.max(0, end)));
    if (end < 0 || this.#held.length < end + 1 + length) return;
    const [name = '', ...argv] = this.#held.toString('utf8', end + 1, end + 1 + length).split('\0');
    this.#name = name;
    const rest = this.#held.subarray(end + 1 + length);
    if (rest.length > 0) this.#stdin.write(rest);
    const { out, err, exit } = { out: (text: string) => this.#say('o', text), err: (text: string) => this.#say('e', text), exit: (status: number) => this.#exit(status) };
    const onGone = (gone: () => void): void => void this.#socket.once('close', gone);
    TOOLS[name]?.({ world: this.#world, argv, stdin: this.#stdin, out, err, exit, onGone });
  }

  #say(kind: 'o' | 'e', text: string): void {
    const fault = this.#faults.get(this.#name ?? '');
    if (fault?.how === 'hangs') return;
    if (fault?.how === 'dies') {
      this.#write('e', 'error: failed to connect to the hypervisor\nerror: Failed to connect socket: Connection refused\n');
      return this.#exit(1);
    }
    this.#write(kind, fault?.how === 'garbage' ? '\u0000\u001b]0;\u0007 [{"not": what anybody \u001b[2J' : text, fault?.how === 'slow' ? fault.ms : 0);
  }

  #write(kind: 'o' | 'e', text: string, ms = 0): void {
    const bytes = Buffer.from(text, 'utf8');
    this.#then(() => this.#socket.write(Buffer.concat([Buffer.from(`${kind} ${bytes.length}\n`), bytes])), ms);
  }

  #exit(status: number): void {
    if (this.#faults.get(this.#name ?? '')?.how === 'hangs') return;
    this.#then(() => this.#socket.end(`x ${status}\n`), 0);
  }

  /** In the order in which it was said, whatever is late. */
  #then(act: () => unknown, ms: number): void {
    this.#said = this.#said.then(() => (ms > 0 ? pause(ms) : undefined)).then(() => this.#socket.destroyed || act());
  }
}
