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

shape_docker_missing() { LAB_DOCKER=no; }
plant_docker_missing() { rm -f /usr/bin/docker /usr/sbin/dockerd /usr/bin/dockerd /etc/docker/daemon.json; }

# Its socket still accepts, and nobody answers.
spring_docker_hangs() { kill -STOP "$(</run/docker.pid)"; }
