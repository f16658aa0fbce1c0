# Docker Engine on a lab host: the real one, without a registry. Sourced by host.sh.

DOCKER_FLAGS=()

# The engine's settings: overlay2 as both installers of the era choose, cgroupfs because no systemd runs here, and a parent group
# by which the lab finds its own control groups again.
configure_docker() {
    mkdir -p /etc/docker
    cat >/etc/docker/daemon.json <<JSON
{"storage-driver": "overlay2", "icc": ${1:-true}, "log-driver": "json-file", "log-opts": {"max-size": "10m"}}
JSON
}

start_docker() {
    [ "$LAB_DOCKER" = yes ] || return 0
    # As a file, for whoever starts the engine again (see files/init).
    mkdir -p /run/lab-init/docker
    echo "exec dockerd ${DOCKER_FLAGS[*]} --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent /travisops-lab/$LAB_NUMBER/${LAB_HOST%%.*} --pidfile /run/docker.pid" \
        >/run/lab-init/docker/run
    bash /run/lab-init/docker/run </dev/null >>/var/log/docker.log 2>&1 3>&- &
    await "Docker Engine" docker_answers || explain /var/log/docker.log
}

docker_answers() { [ -S /run/docker.sock ] && docker version >/dev/null 2>&1; }

# image_root DIRECTORY: a root file system of one static binary.
image_root() {
    mkdir -p "$1/bin" "$1/usr/bin" "$1/usr/local/bin" "$1/etc" "$1/root" "$1/var/log"
    mkdir -m 1777 "$1/tmp"
    cp "$(command -v busybox)" "$1/bin/busybox"
    busybox --list | perl -ne 'chomp; symlink "busybox", "$ARGV[0]/bin/$_" or $_ eq "busybox" or die "$_: $!"' - "$1"
}

# image NAME DIRECTORY COMMAND: an image of a directory, with the command as JSON.
image() { tar -C "$2" -c . | docker import --change "CMD $3" - "$1" >/dev/null; }
