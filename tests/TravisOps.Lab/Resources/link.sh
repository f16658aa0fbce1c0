#!/bin/bash
# Wires one lab host: in the host's new network namespace, still under the lab's pids and mounts. Then on to the host itself.
set -eu
trap 'echo "failed $LAB_HOST the network could not be set up" >&3' ERR

port=h$LAB_INDEX
ip link add eth0 type veth peer name "$port" netns "/proc/$LAB_PID/ns/net"
nsenter --target "$LAB_PID" --net ip link set "$port" master br0 up
ip -batch - <<NET
link set lo up
link set eth0 up
addr add $LAB_ADDRESS/24 dev eth0
NET
hostname "${LAB_HOST%%.*}"
exec unshare --mount --propagation private --pid --fork --kill-child bash "$LIB/host.sh"
