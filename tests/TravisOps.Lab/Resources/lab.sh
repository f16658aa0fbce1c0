#!/bin/bash
# The lab's first process: process 1 of the lab's own pid namespace, whose mount and network namespaces hold everything the lab
# mounts and connects. When it ends, for whatever reason, the kernel ends every lab host with it and takes mounts, bridge and
# interfaces along: nothing else has to be cleaned up one by one. It ends when its standard input closes, so also when the
# program that started it is killed.
#
# Started as: unshare --fork --kill-child --pid --mount --net bash lab.sh RUN_DIRECTORY STATE_DIRECTORY
# Standard output carries one line an event, which LabSupervisor reads:
#   lab-pid PID · host-pid NAME PID · ready NAME · failed NAME REASON
set -eu
RUN=$1
STATE=$2
LIB=$RUN/lib
LAB_NUMBER=${RUN##*/}
exec 3>&1 >>"$STATE/log/lab.log" 2>&1

# /proc is still the machine's: it tells the pid as the machine sees it.
read -r LAB_PID _ </proc/self/stat
export RUN STATE LIB LAB_NUMBER LAB_PID

mount -t tmpfs -o mode=755 travisops-lab "$RUN/mnt"
# The bridge lives in a network namespace of its own, out of reach of the machine's firewall and of its own Docker.
ip -batch - <<'NET'
link set lo up
link add br0 type bridge
link set br0 up
NET
echo "lab-pid $LAB_PID" >&3

. "$LIB/base.sh"
build_base "$RUN/mnt/base"
if grep -q ' worker-trusty ' "$RUN/hosts"; then
    . "$LIB/worker-package.sh"
    worker_package "$RUN/mnt/base/var/lib/lab-apt"
fi

# Runs one host until it dies; that it did is only of interest while the lab is starting.
host() {
    unshare --net --uts --ipc bash "$LIB/link.sh" </dev/null >>"$STATE/log/$LAB_HOST.log" 2>&1 || true
    echo "failed $LAB_HOST it ended" >&3
}

export LAB_INDEX=0 LAB_HOST LAB_ADDRESS LAB_ROLE LAB_STYLE LAB_DOCKER LAB_SERVICES LAB_FAULTS
while read -r LAB_HOST LAB_ADDRESS LAB_ROLE LAB_STYLE LAB_DOCKER LAB_SERVICES LAB_FAULTS; do
    LAB_INDEX=$((LAB_INDEX + 1))
    host &
done <"$RUN/hosts"

# Bash reaps what its children leave behind while it waits here.
read -r _ || true
