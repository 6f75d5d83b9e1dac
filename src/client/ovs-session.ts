import { ExitError } from '../model/errors.ts';
import { OVS_TRANSACTION } from '../parse/ovs/columns.ts';
import { endOfValue, parseRpcAnswer } from '../parse/ovs/rpc.ts';
import type { Transport } from '../transport/transport.ts';
import { Held } from './held.ts';
import { READ_LIMIT_MS, readText, type Runner } from './run.ts';

/** The two questions that are asked again and again, in the words of the tools that would print the answers. */
export interface OvsSession {
  /** What `ovsdb-client transact` prints for the transaction that reads the whole switch. */
  transact(): Promise<string>;
  /** What `ovs-appctl fdb/show BRIDGE` prints. */
  fdbShow(bridge: string): Promise<string>;
  close(): void;
}

/** A process of ovsdb-client or ovs-appctl for each question. */
export function ovsBatch(runner: Runner): OvsSession {
  return {
    transact: () => readText(runner, ['ovsdb-client', '--timeout=25', 'transact', OVS_TRANSACTION]),
    fdbShow: (bridge) => readText(runner, ['ovs-appctl', '--timeout=25', 'fdb/show', bridge]),
    close: () => undefined,
  };
}

/**
 * Joins standard input and output to a unix socket; `PID` in its path is what the second file says. perl-base, because it is there wherever a bundle
 * of commands is.
 */
const CONNECT = String.raw`
use strict; use Socket;
my ($path, $pidfile) = @ARGV;
if ($pidfile) { open(my $f, '<', $pidfile) or die "$pidfile: $!\n"; chomp(my $pid = <$f>); $path =~ s/PID/$pid/ }
socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die "$!\n";
connect($s, sockaddr_un($path)) or die "$path: $!\n";
my $rest = 1;
while ($rest) {
  my $r = ''; vec($r, 0, 1) = 1; vec($r, fileno $s, 1) = 1;
  next if select($r, undef, undef, undef) < 0;
  for ([*STDIN, $s, 0], [$s, *STDOUT, fileno $s]) {
    my ($from, $to, $fd) = @$_;
    next if !vec($r, $fd, 1);
    my $n = sysread $from, my $data, 65536;
    $rest = 0, last if !$n;
    while (length $data) { my $m = syswrite $to, $data; die "$!\n" if !defined $m; substr($data, 0, $m) = '' }
  }
}`;

const RUN_DIR = '/var/run/openvswitch';

/**
 * Connections to the two servers that stay (ovsdb-server(7), ovs-vswitchd(8)), each spoken to in JSON-RPC as the tools do: no process per question.
 * ovs-vswitchd is another process, with another socket, after a restart; the connection ends with it and the next question makes a new one.
 */
export function ovsHeld(transport: Transport, runDir = RUN_DIR): OvsSession {
  const database = new Held(transport, { argv: ['perl', '-e', CONNECT, `${runDir}/db.sock`] }, 'ovsdb-server');
  const daemon = new Held(transport, { argv: ['perl', '-e', CONNECT, `${runDir}/ovs-vswitchd.PID.ctl`, `${runDir}/ovs-vswitchd.pid`] }, 'ovs-vswitchd');
  const rpc = async (held: Held, method: string, params: unknown): Promise<string> => {
    const raw = await held.ask(JSON.stringify({ id: 0, method, params }), endOfValue, READ_LIMIT_MS);
    const answer = parseRpcAnswer(method, raw);
    if (answer.ok) return answer.result;
    throw new ExitError({ what: `${method} on ${transport.machine}: ${answer.error}`, argv: [method, ...(params as unknown[]).map(String)], status: 2, detail: answer.error });
  };
  return {
    transact: () => rpc(database, 'transact', JSON.parse(OVS_TRANSACTION)),
    fdbShow: (bridge) => rpc(daemon, 'fdb/show', [bridge]),
    close: () => {
      database.close();
      daemon.close();
    },
  };
}
