#!/bin/sh
# Unpacks the seed disk, a plain tar written per lab, and applies what concerns the outer VM itself.
# Nothing stays mounted: a snapshot never depends on the disk being there.
set -eu
seed=/run/labdeck/seed
rm -rf "$seed"
mkdir -p -m 0700 /run/labdeck "$seed"
tar -xf /dev/disk/by-id/virtio-labdeck-seed -C "$seed" --no-same-owner
read -r name <"$seed/hostname"
printf '%s\n' "$name" >/etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >/etc/hosts
printf '%s\n' "$name" >/proc/sys/kernel/hostname
cp "$seed/resolv.conf" /etc/resolv.conf
mkdir -p -m 0700 /root/.ssh
cp "$seed/ssh/authorized_keys" "$seed/ssh/id_ed25519" "$seed/ssh/known_hosts" /root/.ssh/
cp "$seed/ssh/host_key" /etc/ssh/ssh_host_ed25519_key
chmod 0600 /root/.ssh/* /etc/ssh/ssh_host_ed25519_key
# The disk may be larger than the image it stands on.
resize2fs /dev/vda
