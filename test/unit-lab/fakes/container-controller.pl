#!/usr/bin/perl
# Stands for libvirt_lxc: holds the master of a pty, calls itself as that does, and writes the record that libvirt writes.
# container-controller.pl RECORD: standard input goes to the console, what viewers type goes to standard output.
use strict;
use warnings;
use Fcntl qw(O_RDWR O_NOCTTY);
use IO::Select;
use POSIX qw(:termios_h);

my $record = shift // die "usage: container-controller.pl RECORD\n";
my ($TIOCSPTLCK, $TIOCGPTN) = (0x40045431, 0x80045430);    # asm-generic/ioctls.h
$0 = 'libvirt_lxc';
sysopen(my $master, '/dev/ptmx', O_RDWR | O_NOCTTY) or die "ptmx: $!\n";
my $unlocked = pack 'i', 0;
ioctl($master, $TIOCSPTLCK, $unlocked) or die "TIOCSPTLCK: $!\n";
my $number = pack 'I', 0;
ioctl($master, $TIOCGPTN, $number) or die "TIOCGPTN: $!\n";
my $tty = '/dev/pts/' . unpack 'I', $number;
# The controller keeps the far side open too, or the master reads an error until somebody comes.
sysopen(my $slave, $tty, O_RDWR | O_NOCTTY) or die "$tty: $!\n";
# libvirt opens the consoles of containers raw (virFileOpenTty).
my $termios = POSIX::Termios->new;
$termios->getattr(fileno $slave);
$termios->setiflag(0);
$termios->setoflag(0);
$termios->setlflag(0);
$termios->setattr(fileno $slave, TCSANOW);

open my $file, '>', "$record.new" or die "$record.new: $!\n";
print $file "<domstatus state='running' reason='booted' pid='$$'>\n  <console type='pty' tty='$tty'>\n</domstatus>\n";
close $file;
rename "$record.new", $record or die "$record: $!\n";

my $select = IO::Select->new(\*STDIN, $master);
LOOP: while (my @ready = $select->can_read) {
  for my $handle (@ready) {
    my ($bytes, $to) = ('', $handle == $master ? \*STDOUT : $master);
    last LOOP unless sysread $handle, $bytes, 65536;
    for (my $at = 0; $at < length $bytes;) { $at += syswrite($to, $bytes, length($bytes) - $at, $at) // die "write: $!\n" }
  }
}
unlink $record;
