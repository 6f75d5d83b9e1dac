/**
 * The far end of a bundle, for the perl that every Debian has (perl-base: core modules only). It reads frames from standard input and
 * writes frames to standard output; src/transport/bundle/frames.ts says what they are. It starts processes, each the leader of a session of its
 * own, and takes all of them with it when its input ends.
 */
export const FAR_END = String.raw`
use strict; use POSIX (); use Errno; use Fcntl;
my (%jobs, $gone); my $rx = '';
$SIG{PIPE} = 'IGNORE'; $SIG{$_} = sub { $gone = 1 } for qw(TERM HUP INT);
binmode STDIN; binmode STDOUT;

sub put {
  my $data = join '', @_;
  while (length $data) {
    my $n = syswrite STDOUT, $data;
    if (!defined $n) { next if $!{EINTR}; $gone = 1; return }
    substr($data, 0, $n) = '';
  }
}
sub note { my ($kind, $id, $number) = @_; put("$kind $id $number\n") }
sub start {
  my ($id, $spec) = @_;
  my ($cwd, $count, @rest) = split /\0/, $spec, -1;
  my @env = splice @rest, 0, $count;
  pipe(my $in, my $to) and pipe(my $from, my $out) and pipe(my $errs, my $err) or return refuse($id, "no pipe: $!");
  my $pid = fork;
  return refuse($id, "no fork: $!") if !defined $pid;
  if (!$pid) {
    POSIX::setsid(); $SIG{$_} = 'DEFAULT' for qw(PIPE TERM HUP INT);
    POSIX::dup2(fileno $in, 0); POSIX::dup2(fileno $out, 1); POSIX::dup2(fileno $err, 2);
    for (@env) { my ($name, $value) = split /=/, $_, 2; $ENV{$name} = $value }
    if ($cwd ne '' && !chdir $cwd) { syswrite STDERR, "$cwd: $!\n"; POSIX::_exit(126) }
    { no warnings; exec { $rest[0] } @rest; }
    my $none = $!{ENOENT}; syswrite STDERR, "$rest[0]: $!\n"; POSIX::_exit($none ? 127 : 126);
  }
  fcntl($to, F_SETFL, O_NONBLOCK);
  $jobs{$id} = { pid => $pid, in => $to, out => $from, err => $errs, buf => '', end => 0, credit => 0 };
}
sub refuse { my ($id, $why) = @_; put('e ', $id, ' ', length("$why\n"), "\n", "$why\n"); note('x', $id, 126 << 8) }
sub feed {
  my ($id, $job) = @_;
  if (length $job->{buf}) {
    my $n = syswrite $job->{in}, $job->{buf};
    if (!defined $n) { return if $!{EAGAIN} || $!{EINTR}; $n = length $job->{buf}; $job->{broken} = 1 }
    substr($job->{buf}, 0, $n) = '';
    note('t', $id, $n);
  }
  if (!length $job->{buf} && ($job->{end} || $job->{broken})) { close $job->{in}; delete $job->{in} }
}
sub drain {
  my ($id, $job, $which) = @_;
  my $want = $job->{credit} < 65536 ? $job->{credit} : 65536;
  my $n = sysread $job->{$which}, my $data, $want;
  if (!defined $n) { return if $!{EINTR}; $n = 0 }
  if ($n == 0) { close $job->{$which}; delete $job->{$which}; return }
  $job->{credit} -= $n;
  put($which eq 'out' ? 'o ' : 'e ', $id, " $n\n", $data);
}
sub frame {
  my ($kind, $id, $number, $data) = @_;
  return start($id, $data) if $kind eq 'S';
  my $job = $jobs{$id} or return $kind eq 'I' ? note('t', $id, $number) : ();
  if ($kind eq 'I') { if ($job->{in}) { $job->{buf} .= $data; feed($id, $job) } else { note('t', $id, $number) } }
  elsif ($kind eq 'E') { $job->{end} = 1; feed($id, $job) if $job->{in} }
  elsif ($kind eq 'C') { $job->{credit} += $number }
  elsif ($kind eq 'K') { kill $number, -$job->{pid} }
}
sub take {
  my $n = sysread STDIN, $rx, 65536, length $rx;
  if (!defined $n) { return if $!{EINTR}; $n = 0 }
  if ($n == 0) { $gone = 1; return }
  while ($rx =~ /\A([SIECK]) (\d+) (\d+)\n/) {
    my ($kind, $id, $number, $head) = ($1, $2, $3, $+[0]);
    my $size = $kind eq 'S' || $kind eq 'I' ? $number : 0;
    last if length($rx) < $head + $size;
    my $data = substr($rx, $head, $size);
    substr($rx, 0, $head + $size) = '';
    frame($kind, $id, $number, $data);
  }
}
note('h', 0, 1);
while (!$gone) {
  my ($r, $w) = ('', ''); my $dying = 0; vec($r, 0, 1) = 1;
  while (my ($id, $job) = each %jobs) {
    for (qw(out err)) { vec($r, fileno $job->{$_}, 1) = 1 if $job->{$_} && $job->{credit} > 0 }
    vec($w, fileno $job->{in}, 1) = 1 if $job->{in} && length $job->{buf};
    $dying = 1 if !$job->{out} && !$job->{err};
  }
  my $n = select($r, $w, undef, $dying ? 0.02 : undef);
  ($r, $w) = ('', '') if $n <= 0;
  for my $id (keys %jobs) {
    my $job = $jobs{$id};
    feed($id, $job) if $job->{in} && vec($w, fileno $job->{in}, 1);
    for (qw(out err)) { drain($id, $job, $_) if $job->{$_} && $job->{credit} > 0 && vec($r, fileno $job->{$_}, 1) }
    next if $job->{out} || $job->{err};
    next if waitpid($job->{pid}, POSIX::WNOHANG()) == 0;
    note('x', $id, $?); delete $jobs{$id};
  }
  take() if vec($r, 0, 1);
}
kill 'TERM', -$_->{pid} for values %jobs;
`;
