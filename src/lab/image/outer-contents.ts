/** What the outer VM is made of: Debian packages, and which of their units are not for it. */

export const SUITE = 'bookworm';

export const PACKAGES = [
  // the system
  'systemd', 'systemd-sysv', 'udev', 'dbus', 'kmod', 'initramfs-tools', 'linux-image-cloud-amd64', 'e2fsprogs', 'procps', 'busybox-static',
  // the lab
  'libvirt-daemon-system', 'libvirt-clients', 'libvirt-daemon-driver-lxc', 'libvirt-daemon-driver-qemu', 'openvswitch-switch', 'dnsmasq-base',
  'qemu-system-x86', 'qemu-system-arm', 'qemu-utils',
  // ways in, and tools of the trade
  'qemu-guest-agent', 'openssh-server', 'iproute2', 'iputils-ping', 'iperf3', 'tcpdump', 'ethtool', 'jq', 'cpio', 'python3-minimal', 'socat', 'netcat-openbsd',
] as const;

/** Nothing in the lab reads these. */
export const LEFT_OUT = ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/info/*', '/usr/share/locale/*', '/usr/share/lintian/*'] as const;

/** Each costs seconds of every boot without KVM, or wakes up a machine that is to stay as it is. */
export const MASKED_UNITS = [
  'apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'e2scrub_all.timer', 'e2scrub_reap.service', 'fstrim.timer', 'logrotate.timer',
  'systemd-tmpfiles-clean.timer', 'systemd-pstore.service', 'systemd-update-utmp.service', 'systemd-update-utmp-runlevel.service',
  'systemd-machine-id-commit.service', 'systemd-firstboot.service', 'systemd-repart.service', 'systemd-random-seed.service', 'systemd-journal-flush.service',
  'systemd-pcrphase.service', 'systemd-pcrphase-sysinit.service', 'systemd-binfmt.service', 'proc-sys-fs-binfmt_misc.automount',
  'systemd-networkd.service', 'systemd-networkd-wait-online.service', 'systemd-logind.service', 'getty@tty1.service', 'uuidd.socket', 'dev-hugepages.mount', 'sys-kernel-debug.mount', 'sys-kernel-tracing.mount',
  'sys-fs-fuse-connections.mount', 'sys-kernel-config.mount', 'modprobe@drm.service', 'modprobe@fuse.service', 'modprobe@configfs.service',
  // It would stop the nodes one by one, each with minutes of patience, whenever the outer VM goes down.
  'libvirt-guests.service',
] as const;
