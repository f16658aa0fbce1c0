# A worker machine on Ubuntu 16.04 and later: the worker is a Docker image, its service a systemd unit. Sourced by host.sh.

WORKER_IMAGE=travisci/worker:v6.2.2

populate() {
    configure_docker false
    mkdir -p /etc/systemd/system/travis-worker.service.d /var/tmp/travis-run.d
    install_systemd
    # A machine that was not set up just now.
    echo '1541053502 Linux version 4.4.0-138-generic' >/var/log/system.journal
    install -m 755 "$LIB"/files/worker/lab-job /usr/local/bin/
    local token line
    token=$(<"$STATE/rabbitmq-password")
    while IFS= read -r line; do
        printf '%s\n' "${line//@TOKEN@/$token}"
    done <"$LIB/files/worker-xenial/travis-worker.default" >/etc/default/travis-worker
    cp "$LIB/files/worker-xenial/travis-worker.service" /etc/systemd/system/travis-worker.service
    cp "$LIB/files/worker-xenial/env.conf" /etc/systemd/system/travis-worker.service.d/env.conf
    install -m 755 "$LIB/files/worker-xenial/travis-combined-env" /usr/local/bin/travis-combined-env
    install -m 755 "$LIB/files/worker-xenial/travis-worker-wrapper" /usr/local/bin/travis-worker-wrapper
    chown travis: /var/tmp/travis-run.d

    IMAGES=/run/images
    mkdir "$IMAGES"
    image_root "$IMAGES/worker"
    install -m 755 "$LIB/files/travis-worker" "$IMAGES/worker/bin/travis-worker"
    mkdir -p "$IMAGES/worker/usr/local/share"
    echo v6.2.2 >"$IMAGES/worker/usr/local/share/travis-worker-version"
}

start_services() {
    [ "$LAB_DOCKER" = yes ] || return 0
    image "$WORKER_IMAGE" "$IMAGES/worker" '["travis-worker"]'
    rm -rf "$IMAGES"
    systemctl daemon-reload
    systemctl start travis-worker
    await "travis-worker" worker_runs
}

# One that can't log in to RabbitMQ ends, again and again.
worker_runs() { [ -n "$(docker ps --quiet --filter name=travis-worker)" ] || grep -qs "couldn't connect to AMQP" /var/log/travis-worker.journal; }
