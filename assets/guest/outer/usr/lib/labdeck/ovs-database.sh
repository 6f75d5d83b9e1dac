#!/bin/sh
# What others ask the database for and Debian's ovs-ctl would have written: the version and a name of this system that stays.
set -eu
version=$(ovsdb-server --version)
version=${version%%
*}
read -r id </etc/machine-id
exec ovs-vsctl --no-wait -- init -- set Open_vSwitch . "ovs_version=${version##* }" "external_ids:system-id=$id"
