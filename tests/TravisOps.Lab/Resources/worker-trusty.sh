# A worker machine on Ubuntu 14.04: the deb package, upstart, two files in /etc/default. Sourced by host.sh.

populate() {
    configure_docker false
    echo 'DOCKER_OPTS="-H tcp://127.0.0.1:4243 -H unix://var/run/docker.sock --storage-driver=overlay2 --icc=false"' >/etc/default/docker
    mkdir -p /etc/init /var/log/upstart /var/tmp/travis-run.d /etc/apt/sources.list.d
    local token line
    token=$(<"$STATE/rabbitmq-password")
    while IFS= read -r line; do
        printf '%s\n' "${line//@TOKEN@/$token}"
    done <"$LIB/files/worker-trusty/travis-enterprise" >/etc/default/travis-enterprise
    cp "$LIB/files/worker-trusty/travis-worker.default" /etc/default/travis-worker
    cp "$LIB/files/worker-trusty/travis-worker.conf" /etc/init/travis-worker.conf
    cp "$LIB/files/worker-trusty/travisci_worker.list" /etc/apt/sources.list.d/travisci_worker.list
    install -m 755 "$LIB/files/travis-worker" /usr/local/bin/travis-worker
    echo v4.6.1 >/usr/local/share/travis-worker-version
    cp "$LIB/files/worker-trusty/travis-worker.log" /var/log/upstart/travis-worker.log
    gzip -c "$LIB/files/worker-trusty/travis-worker.log.1" >/var/log/upstart/travis-worker.log.1.gz
}

start_services() { :; }
