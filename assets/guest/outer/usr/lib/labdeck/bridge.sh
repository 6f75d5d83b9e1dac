#!/bin/sh
# The lab's bridge and the outer VM's own port on it. Every line may run again on a bridge that is there.
set -eu
get() { jq -r "$1" /run/labdeck/seed/lab.json; }
bridge=$(get .network.bridge)
port=$(get .network.hostPort)
ovs-vsctl --timeout=60 \
  -- --may-exist add-br "$bridge" \
  -- set-fail-mode "$bridge" standalone \
  -- set Bridge "$bridge" "stp_enable=$(get .network.stp.enable)" other_config:forward-bpdu=true \
    "other_config:stp-forward-delay=$(get .network.stp.forwardDelaySec)" \
    "other_config:stp-hello-time=$(get .network.stp.helloTimeSec)" \
    "other_config:stp-max-age=$(get .network.stp.maxAgeSec)" \
  -- --may-exist add-port "$bridge" "$port" \
  -- set Interface "$port" type=internal
ip address replace "$(get .network.address)" dev "$port"
ip link set dev "$bridge" up
ip link set dev "$port" up
