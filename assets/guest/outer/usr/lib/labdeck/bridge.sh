#!/bin/sh
# The lab's bridge and the outer VM's own port on it. Every line may run again on a bridge that is there.
set -eu
# One jq for all: each start of a process costs under an emulated CPU. @sh quotes each value for this shell.
eval "$(jq -r '.network | @sh "bridge=\(.bridge) port=\(.hostPort) address=\(.address) stp=\(.stp.enable) delay=\(.stp.forwardDelaySec) hello=\(.stp.helloTimeSec) age=\(.stp.maxAgeSec) open=\(.open)"' /run/labdeck/seed/lab.json)"
ovs-vsctl --timeout=60 \
  -- --may-exist add-br "$bridge" \
  -- set-fail-mode "$bridge" standalone \
  -- set Bridge "$bridge" "stp_enable=$stp" other_config:forward-bpdu=true \
    "other_config:stp-forward-delay=$delay" "other_config:stp-hello-time=$hello" "other_config:stp-max-age=$age" \
  -- --may-exist add-port "$bridge" "$port" \
  -- set Interface "$port" type=internal
ip address replace "$address" dev "$port"
ip link set dev "$bridge" up
ip link set dev "$port" up
# Nothing in the lab reaches beyond it, unless the lab file opens it.
[ "$open" = true ] || exit 0
sysctl -q -w net.ipv4.ip_forward=1
set -- POSTROUTING -s "$address" -o user0 -j MASQUERADE
iptables -t nat -C "$@" 2>/dev/null || iptables -t nat -A "$@"
