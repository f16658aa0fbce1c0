# The platform machine: Replicated's containers and te-main. Sourced by host.sh.

. "$LIB/te-main.sh"
. "$LIB/replicated.sh"

populate() {
    configure_docker
    install_systemd
    install_replicated_units
    mkdir -p /etc/travis/ssl/ca-certificates /var/travis/{log,postgresql,rabbitmq,redis,slanger} \
        /var/lib/replicated/snapshots /var/lib/replicated-operator
    cp "$LIB/files/rabbitmq.cert" /etc/travis/ssl/rabbitmq.cert
    cp "$LIB/files/travis.log" /var/travis/log/travis.log
    ln -sfn /var/travis/log/travis.log /var/log/travis.log
    echo 9.5 >/var/travis/postgresql/PG_VERSION # until a real cluster takes the place
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
    mkdir "$IMAGES/te-main"
    image_root "$IMAGES/replicated"
    populate_te_main "$IMAGES/te-main"
    populate_replicated "$IMAGES/replicated"
}

start_services() {
    [ "$LAB_DOCKER" = yes ] || return 0
    local replicated=quay.io/replicated registry=registry.replicated.com/library running=() container
    te_main_run
    # How Replicated starts the application: an argument a line.
    printf '%s\n' "${TE_MAIN_RUN[@]}" "$TE_MAIN_IMAGE" >"$(stand_in te-main-run)"
    image "$TE_MAIN_IMAGE" "$IMAGES/te-main" '["/usr/local/travis/start"]'
    image "$replicated/replicated:$REPLICATED_VERSION" "$IMAGES/replicated" '["entrypoint.sh", "-d"]'
    docker tag "$replicated/replicated:$REPLICATED_VERSION" "$replicated/replicated-ui:$REPLICATED_VERSION"
    docker tag "$replicated/replicated:$REPLICATED_VERSION" "$replicated/replicated-operator:$REPLICATED_VERSION"
    docker tag "$replicated/replicated:$REPLICATED_VERSION" "$registry/premkit:1.2.0"
    docker tag "$replicated/replicated:$REPLICATED_VERSION" "$registry/statsd-graphite:0.3.5"
    rm -rf "$IMAGES"
    unset IMAGES

    start_te_main
    run_container replicated "${MACHINE_MOUNTS[@]}" -v /var/lib/replicated:/var/lib/replicated -v /var/run/docker.sock:/var/run/docker.sock -p 9874-9879:9874-9879 \
        "$replicated/replicated:$REPLICATED_VERSION"
    run_container replicated-ui "${MACHINE_MOUNTS[@]}" -p 8800:8800 "$replicated/replicated-ui:$REPLICATED_VERSION"
    run_container replicated-operator "$replicated/replicated-operator:$REPLICATED_VERSION"
    run_container replicated-premkit "$registry/premkit:1.2.0"
    run_container replicated-statsd "$registry/statsd-graphite:0.3.5"
    for container in "${running[@]}"; do
        wait "$container"
    done
    await "te-main" listening 5672
    await "te-main's services" te_main_serves
}
