#!/bin/bash
# One lab host, as process 1 of its pid namespace: makes the root directory, moves into it, fills it, starts the services, and
# then only reaps. Variables come from lab.sh: LAB_HOST, LAB_ADDRESS, LAB_ROLE, LAB_STYLE, LAB_DOCKER, LAB_SERVICES, LAB_FAULTS.
set -euE
trap 'echo "failed $LAB_HOST line $LINENO: $BASH_COMMAND" >&3' ERR

read -r pid _ </proc/self/stat
echo "host-pid $LAB_HOST $pid" >&3

for part in identity root docker ssh init "$LAB_STYLE" faults-system faults-workers faults-docker faults-replicated faults-ssh; do
    . "$LIB/$part.sh"
done

# A planted fault may act at three moments, each a function of its own: shape_ before anything is made, plant_ when the files are
# in place, spring_ when everything serves.
faults() {
    local fault function
    for fault in $LAB_FAULTS; do
        function=$1_${fault//-/_}
        if declare -F "$function" >/dev/null; then
            "$function"
        fi
    done
}

default_identity
faults shape
make_root
enter_root
claim_identity
populate
faults plant
start_ssh
start_docker
start_services
faults spring
leave_library

echo "ready $LAB_HOST" >&3
exec 3>&-
trap - ERR
set +e
while :; do
    sleep infinity &
    wait $!
done
