# The platform machine: Replicated's containers and te-main. Sourced by host.sh.

TE_MAIN_IMAGE=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83
REPLICATED_VERSION=2.34.1
TE_MAIN_PORTS=(-p 80:80 -p 443:443 -p 4567:4567 -p 5672:5672 -p 32770:22)

populate() {
    configure_docker
    mkdir -p /etc/travis/ssl/ca-certificates /var/travis/{log,postgresql,rabbitmq,redis,slanger} \
        /var/lib/replicated/snapshots /var/lib/replicated-operator
    cp "$LIB/files/rabbitmq.cert" /etc/travis/ssl/rabbitmq.cert
    cp "$LIB/files/travis.log" /var/travis/log/travis.log
    ln -sfn /var/travis/log/travis.log /var/log/travis.log
    echo 9.5 >/var/travis/postgresql/PG_VERSION
    head -c 65536 /dev/zero >/var/travis/redis/dump.rdb

    install -m 755 "$LIB/files/replicated-wrapper" /usr/local/bin/replicated
    install -m 755 "$LIB/files/replicated-wrapper" /usr/local/bin/replicatedctl
    cp "$LIB/files/replicated.alias" /etc/replicated.alias
    cp "$LIB/files/replicated.conf" /etc/replicated.conf
    sed "s/@ADDRESS@/$LAB_ADDRESS/" "$LIB/files/default-replicated" >/etc/default/replicated
    printf '\nif [ -f /etc/replicated.alias ]; then\n    . /etc/replicated.alias\nfi\n' >>/etc/bash.bashrc

    # The insides of the images, as directories that a fault may still change.
    IMAGES=/run/images
    mkdir "$IMAGES"
    image_root "$IMAGES/te-main"
    cp -a "$IMAGES/te-main" "$IMAGES/replicated"
    populate_te_main "$IMAGES/te-main"
    populate_replicated "$IMAGES/replicated"
}

populate_te_main() {
    local config=$1/usr/local/travis/etc/travis/config
    mkdir -p "$config" "$1/usr/local/travis-api" "$1/www/api"
    # Read into the script, not given to sed, whose arguments `ps` would show.
    local key password line
    key=$(<"$STATE/encryption-key") password=$(<"$STATE/rabbitmq-password")
    while IFS= read -r line; do
        line=${line//@ENCRYPTION_KEY@/$key}
        printf '%s\n' "${line//@RABBITMQ_PASSWORD@/$password}"
    done <"$LIB/files/te-main/travis.yml" >"$config/travis.yml"
    printf 'OK' >"$1/www/api/uptime"
    install -m 755 "$LIB/files/te-main/start" "$1/usr/local/travis/start"
    install -m 755 "$LIB/files/te-main/bash" "$1/bin/bash"
    cp "$LIB/files/te-main/profile" "$1/etc/profile"
}

populate_replicated() {
    mkdir -p "$1/etc/replicated-stand-in"
    cp "$LIB"/files/replicated/data/* "$1/etc/replicated-stand-in/"
    preflight_answer success
    (umask 077 && cp "$STATE/rabbitmq-password" "$1/etc/replicated-stand-in/rabbitmq-password")
    echo "$REPLICATED_VERSION" >"$1/etc/replicated-stand-in/version"
    install -m 755 "$LIB/files/replicated/replicatedctl" "$1/usr/bin/replicatedctl"
    install -m 755 "$LIB/files/replicated/replicated" "$1/usr/bin/replicated"
    install -m 755 "$LIB/files/replicated/entrypoint.sh" "$1/usr/bin/entrypoint.sh"
}

# The stand-in answers with these two files; the folder has others for the faults.
stand_in() { echo "$IMAGES/replicated/etc/replicated-stand-in/$1"; }

preflight_answer() {
    cp "$(stand_in "preflight-$1.json")" "$(stand_in preflight.json)"
    cp "$(stand_in "preflight-$1.txt")" "$(stand_in preflight.txt)"
}

start_services() {
    [ "$LAB_DOCKER" = yes ] || return 0
    local replicated=quay.io/replicated registry=registry.replicated.com/library running=() container
    image "$TE_MAIN_IMAGE" "$IMAGES/te-main" '["/usr/local/travis/start"]'
    image "$replicated/replicated:$REPLICATED_VERSION" "$IMAGES/replicated" '["entrypoint.sh", "-d"]'
    docker tag "$replicated/replicated:$REPLICATED_VERSION" "$replicated/replicated-ui:$REPLICATED_VERSION"
    docker tag "$replicated/replicated:$REPLICATED_VERSION" "$replicated/replicated-operator:$REPLICATED_VERSION"
    docker tag "$replicated/replicated:$REPLICATED_VERSION" "$registry/premkit:1.2.0"
    docker tag "$replicated/replicated:$REPLICATED_VERSION" "$registry/statsd-graphite:0.3.5"
    rm -rf "$IMAGES"

    run_container focused_yalow --hostname te-main -v /var/travis:/var/travis -v /etc/travis:/etc/travis "${TE_MAIN_PORTS[@]}" "$TE_MAIN_IMAGE"
    run_container replicated -v /var/lib/replicated:/var/lib/replicated -p 9874-9879:9874-9879 "$replicated/replicated:$REPLICATED_VERSION"
    run_container replicated-ui -p 8800:8800 "$replicated/replicated-ui:$REPLICATED_VERSION"
    run_container replicated-operator "$replicated/replicated-operator:$REPLICATED_VERSION"
    run_container replicated-premkit "$registry/premkit:1.2.0"
    run_container replicated-statsd "$registry/statsd-graphite:0.3.5"
    for container in "${running[@]}"; do
        wait "$container"
    done
    await "te-main" listening 5672
}

run_container() {
    local name=$1
    shift
    docker run -d --restart always --name "$name" "$@" >/dev/null &
    running+=($!)
}
