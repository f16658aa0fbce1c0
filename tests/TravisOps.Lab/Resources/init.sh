# Which init a lab host has: stand-ins for upstart or systemd, without whose words no service of a worker can be steered. Sourced by host.sh.

install_init() {
    mkdir -p /usr/local/lib/lab-init
    cp "$LIB"/files/init/* /usr/local/lib/lab-init/
    # The machine's own would ask an init that isn't there.
    rm -f /usr/bin/systemctl /usr/bin/journalctl /usr/sbin/service
    install -m 755 "$LIB/files/init/service" /usr/sbin/service
    rm -f /usr/sbin/shutdown
    install -m 755 "$LIB/files/init/shutdown" /usr/sbin/shutdown
    chmod 755 /usr/local/lib/lab-init/replicated
}

install_upstart() {
    local name
    install_init
    rm /usr/local/lib/lab-init/systemctl /usr/local/lib/lab-init/journalctl
    for name in initctl start stop restart status; do
        install -m 755 "$LIB/files/init/upstart" "/sbin/$name"
    done
    # Upstart's job of the Docker Engine; how it runs, start_docker tells.
    printf 'description "Docker daemon"\nrespawn\nexec /usr/bin/dockerd\n' >/etc/init/docker.conf
    install -m 755 "$LIB"/files/worker/lab-* /usr/local/bin/
}

install_systemd() {
    install_init
    install -m 755 "$LIB/files/init/systemctl" "$LIB/files/init/journalctl" /bin/
}
