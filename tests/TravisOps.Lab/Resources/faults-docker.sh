# Faults of the Docker Engine. Sourced by host.sh.

spring_docker_stopped() {
    local pid
    pid=$(</run/docker.pid)
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.02
    done
    rm -f /run/docker.sock
}

# An hour ago, in the host's own time, which for the lab is that of the machine.
spring_docker_upgraded() {
    spring_docker_stopped
    cat >/var/log/apt/history.log <<APT

Start-Date: $(date -d '1 hour ago' '+%Y-%m-%d  %H:%M:%S')
Commandline: /usr/bin/unattended-upgrade
Upgrade: docker-ce:amd64 (5:19.03.3~3-0~ubuntu-xenial, 5:19.03.4~3-0~ubuntu-xenial), containerd.io:amd64 (1.2.6-3, 1.2.10-3)
End-Date: $(date '+%Y-%m-%d  %H:%M:%S')
APT
}

shape_docker_missing() { LAB_DOCKER=no; }
plant_docker_missing() { rm -f /usr/bin/docker /usr/sbin/dockerd /usr/bin/dockerd /etc/docker/daemon.json; }

# Its socket still accepts, and nobody answers.
spring_docker_hangs() { kill -STOP "$(</run/docker.pid)"; }

# As workers for Ubuntu 14.04 were shipped. Later engines want to be told that no certificate is meant.
plant_docker_tcp_open() {
    DOCKER_FLAGS=(-H tcp://0.0.0.0:4243 -H unix:///var/run/docker.sock --tls=false)
    echo 'DOCKER_OPTS="-H tcp://0.0.0.0:4243 -H unix://var/run/docker.sock --storage-driver=overlay2 --icc=false"' >/etc/default/docker
}

spring_binding_missing() { te_main_with -p 80:80 -p 443:443 -p 5672:5672 -p 32770:22; }
spring_binding_moved() { te_main_with -p 80:80 -p 8443:443 -p 4567:4567 -p 5672:5672 -p 32770:22; }
spring_binding_restricted() { te_main_with -p 80:80 -p "$LAB_ADDRESS:443:443" -p 127.0.0.1:4567:4567 -p 5672:5672 -p 32770:22; }
spring_binding_unexpected() { te_main_with "${TE_MAIN_PORTS[@]}" -p 15672:15672; }

# Somebody made te-main by hand, with ports of his own.
te_main_with() {
    local TE_MAIN_PORTS=("$@")
    te_main_run
    spring_te_main_absent
    docker run -d --restart always --name focused_yalow "${TE_MAIN_RUN[@]}" "$TE_MAIN_IMAGE" >/dev/null
    await "te-main's services" te_main_serves
}

spring_te_main_stopped() { te_mains | xargs docker stop --time 1 >/dev/null; }
spring_te_main_absent() { te_mains | xargs docker rm --force >/dev/null; }

# By image, as the application has another name each time that Replicated starts it.
te_mains() { docker ps --all --quiet --filter "ancestor=$TE_MAIN_IMAGE"; }

# The update's container could not have the ports, as the old one still runs.
spring_te_main_twice() {
    docker tag "$TE_MAIN_IMAGE" "${TE_MAIN_IMAGE%:*}:4be2c84"
    docker run -d --restart always --name sleepy_dewdney --hostname te-main "${MACHINE_MOUNTS[@]}" -p 8080:80 "${TE_MAIN_IMAGE%:*}:4be2c84" >/dev/null
}

# What Replicated's update from 2.8.0 left behind: a directory where the certificate should be.
spring_rabbitmq_cert_directory() {
    spring_te_main_absent
    rm -f /etc/travis/ssl/rabbitmq.cert
    mkdir /etc/travis/ssl/rabbitmq.cert
    docker run -d --restart always --name focused_yalow --hostname te-main "${TE_MAIN_PORTS[@]}" \
        -v /etc/travis/ssl/rabbitmq.cert:/etc/profile "$TE_MAIN_IMAGE" >/dev/null 2>&1 || true
}

spring_restart_loop() {
    docker run -d --restart always --name retraced-api registry.replicated.com/library/premkit:1.2.0 sh -c 'exit 3' >/dev/null
    await "a third restart" restarted retraced-api 3
}

restarted() { [ "$(docker inspect --format '{{.RestartCount}}' "$1")" -ge "$2" ]; }
