# OpenSSH on a lab host. Sourced by host.sh; LabHost runs single functions of it too.

start_ssh() {
    cp "$STATE/hostkeys/${LAB_HOST}"/* /etc/ssh/
    chmod 600 /etc/ssh/ssh_host_*_key
    run_sshd
}

run_sshd() {
    /usr/sbin/sshd -E /var/log/sshd.log && await "sshd" listening 22 || explain /var/log/sshd.log
}

# Ends the listener only: open sessions stay.
stop_sshd() {
    local pid
    pid=$(</run/sshd.pid)
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.02
    done
}

# Waits until something is true; a lab host that is not up after 30 s will not come up.
await() {
    local what=$1 tries=0
    shift
    until "$@"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 1500 ]; then
            echo "$what did not start within 30 s" >&2
            return 1
        fi
        sleep 0.02
    done
}

# Fails, with the end of a log that nobody sees from outside.
explain() {
    tail -n 5 "$1" >&2
    return 1
}

listening() { (exec 4<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
