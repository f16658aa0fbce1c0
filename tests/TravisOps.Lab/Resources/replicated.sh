# Replicated: the stand-in's inside, its containers, and the services that start them. Sourced by platform.sh.

REPLICATED_VERSION=2.34.1

populate_replicated() {
    mkdir -p "$1/etc/replicated-stand-in"
    ln -s usr/lib "$1/lib"
    [ ! -d /usr/lib64 ] || ln -s usr/lib64 "$1/lib64"
    platform_certificate "$1/etc/replicated-stand-in/ssl"
    cp "$LIB"/files/replicated/data/* "$1/etc/replicated-stand-in/"
    preflight_answer success
    (umask 077 && cp "$STATE/rabbitmq-password" "$1/etc/replicated-stand-in/rabbitmq-password")
    echo "$REPLICATED_VERSION" >"$1/etc/replicated-stand-in/version"
    install -m 755 "$LIB/files/replicated/replicatedctl" "$1/usr/local/bin/replicatedctl"
    install -m 755 "$LIB/files/replicated/replicated" "$1/usr/local/bin/replicated"
    install -m 755 "$LIB/files/replicated/entrypoint.sh" "$1/usr/local/bin/entrypoint.sh"
    install -m 755 "$LIB/files/replicated/application" "$1/usr/local/bin/application"
    install -m 755 "$LIB/files/replicated/dashboard" "$1/usr/local/bin/dashboard"
}

# The stand-in answers with these files; the folder has others for the faults. They lie in the image's inside, and in the container once that is made.
stand_in() {
    local root=${IMAGES:+$IMAGES/replicated}
    [ -n "$root" ] || root=$(docker inspect --format '{{.GraphDriver.Data.MergedDir}}' replicated)
    echo "$root/etc/replicated-stand-in/$1"
}

preflight_answer() {
    cp "$(stand_in "preflight-$1.json")" "$(stand_in preflight.json)"
    cp "$(stand_in "preflight-$1.txt")" "$(stand_in preflight.txt)"
}

# A service of Replicated starts its container, or makes it anew where somebody removed it.
install_replicated_units() {
    local name
    for name in replicated replicated-ui replicated-operator; do
        printf '[Unit]\nRequires=docker.service\n[Service]\nExecStart=/usr/local/lib/lab-init/replicated %s\n' "$name" >"/etc/systemd/system/$name.service"
    done
}

run_container() {
    local name=$1
    shift
    # What its service makes it of: an argument a line.
    mkdir -p /usr/local/lib/lab-init/containers
    printf '%s\n' --restart always --name "$name" "$@" >"/usr/local/lib/lab-init/containers/$name"
    docker run -d --restart always --name "$name" "$@" >/dev/null &
    running+=($!)
}
