# A worker machine on Ubuntu 14.04: the deb package, upstart, two files in /etc/default. Sourced by host.sh.

populate() {
    configure_docker false
    echo 'DOCKER_OPTS="-H tcp://127.0.0.1:4243 -H unix://var/run/docker.sock --storage-driver=overlay2 --icc=false"' >/etc/default/docker
    mkdir -p /etc/init /var/log/upstart /var/tmp/travis-run.d
    chown travis: /var/tmp/travis-run.d
    install_upstart
    install_worker_package
    local token line
    token=$(<"$STATE/rabbitmq-password")
    while IFS= read -r line; do
        printf '%s\n' "${line//@TOKEN@/$token}"
    done <"$LIB/files/worker-trusty/travis-enterprise" >/etc/default/travis-enterprise
    cp "$LIB/files/worker-trusty/travis-worker.log" /var/log/upstart/travis-worker.log
    gzip -c "$LIB/files/worker-trusty/travis-worker.log.1" >/var/log/upstart/travis-worker.log.1.gz
}

# What dpkg leaves of a package: its files and its entry. The package itself was unpacked for the whole lab (see worker-package.sh).
install_worker_package() {
    local package=/var/lib/lab-apt
    cp -a "$package/installed/." /
    cat "$package/status" >>/var/lib/dpkg/status
    cp "$package"/info/* /var/lib/dpkg/info/
    cp "$LIB/files/worker-trusty/travisci_worker.list" /etc/apt/sources.list.d/travisci_worker.list
    # As apt-get update left it some time ago.
    mkdir -p /var/lib/apt/lists/partial
    cp -p "$package/Packages" /var/lib/apt/lists/_var_lib_lab-apt_._Packages
}

start_services() { start travis-worker >/dev/null; }
