# What te-main is made of: its image, its data, the way it is started. Sourced by platform.sh.

TE_MAIN_IMAGE=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83
TE_MAIN_PORTS=(-p 80:80 -p 443:443 -p 4567:4567 -p 5672:5672 -p 32770:22)
# Ids of the image's own users; the host has them for other users or for none, as it is on a real platform.
POSTGRES_IDS=106:109
RABBITMQ_IDS=107:110

has_service() { case ",$LAB_SERVICES," in *",$1,"*) true ;; *) false ;; esac }

# What te-main's programs and libraries are: the machine's own, mounted. Its image holds only what is Travis', and a busybox for the rest.
machine_mounts() {
    local part
    # Where awk and others are links to.
    MACHINE_MOUNTS=(-v /etc/alternatives:/etc/alternatives:ro)
    for part in bin sbin lib lib64 share; do
        [ ! -d "/usr/$part" ] || MACHINE_MOUNTS+=(-v "/usr/$part:/usr/$part:ro")
    done
}

# The root of such an image. Names of users and hosts come from files only.
machine_root() {
    local link
    for link in bin sbin lib lib64; do
        [ ! -d "/usr/$link" ] || ln -s "usr/$link" "$1/$link"
    done
    mkdir -p "$1/usr/local/bin" "$1/usr/local/sbin" "$1/etc/pam.d" "$1/root" "$1/run" "$1/var/lib" "$1/var/log"
    mkdir -m 1777 "$1/tmp"
    cp "$(command -v busybox)" "$1/usr/local/bin/busybox"
    for link in nc wget; do
        ln -s busybox "$1/usr/local/bin/$link"
    done
    ln -s ../run "$1/var/run"
    printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n' >"$1/etc/nsswitch.conf"
    printf 'auth sufficient pam_rootok.so\naccount required pam_permit.so\nsession required pam_permit.so\n' >"$1/etc/pam.d/other"
    cp "$1/etc/pam.d/other" "$1/etc/pam.d/su"
    printf '%s\n' root:x:0:0:root:/root:/bin/bash "postgres:x:$POSTGRES_IDS::/var/travis/postgresql:/bin/sh" \
        "rabbitmq:x:$RABBITMQ_IDS::/var/travis/rabbitmq:/bin/sh" travis:x:1000:1000::/home/travis:/bin/bash >"$1/etc/passwd"
    printf '%s\n' root:x:0: "postgres:x:${POSTGRES_IDS#*:}:" "rabbitmq:x:${RABBITMQ_IDS#*:}:" travis:x:1000: >"$1/etc/group"
}

# The certificate of the public name, by the lab's own authority, which the hosts trust.
platform_certificate() {
    mkdir -p "$1"
    cat "$STATE/platform.crt" "$STATE/authority.crt" >"$1/travis.crt"
    (umask 077 && cat "$STATE/platform.key" >"$1/travis.key" && cat "$1/travis.crt" "$1/travis.key" >"$1/travis.pem")
}

populate_te_main() {
    local config=$1/usr/local/travis/etc/travis/config
    machine_root "$1"
    mkdir -p "$config" "$1/usr/local/travis-api"
    # Read into the script, not given to sed, whose arguments `ps` would show.
    local key password line program
    key=$(<"$STATE/encryption-key") password=$(<"$STATE/rabbitmq-password")
    while IFS= read -r line; do
        line=${line//@ENCRYPTION_KEY@/$key}
        printf '%s\n' "${line//@RABBITMQ_PASSWORD@/$password}"
    done <"$LIB/files/te-main/travis.yml" >"$config/travis.yml"
    platform_certificate "$1/usr/local/travis/ssl"
    for program in start web uptime await broker; do
        install -m 755 "$LIB/files/te-main/$program" "$1/usr/local/travis/$program"
    done
    printf '%s\n' "${LAB_SERVICES//,/ }" >"$1/usr/local/travis/services"
    cp "$LIB/files/te-main/profile" "$1/etc/profile"
    if has_service database; then
        te_main_database "$1"
    fi
    if has_service broker; then
        te_main_broker "$1"
    fi
}

# ---- PostgreSQL

te_main_database() {
    local program
    POSTGRES_PROGRAMS=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    # Debian's own are wrappers that look for its clusters.
    for program in "$POSTGRES_PROGRAMS"/*; do
        ln -s "$program" "$1/usr/local/bin/"
    done
    install -d -m 2775 -o "${POSTGRES_IDS%:*}" -g "${POSTGRES_IDS#*:}" "$1/run/postgresql"
    cp -r "$LIB/files/te-main/database" "$1/usr/local/travis/database"
    make_cluster 3>&- &
    CLUSTER=$!
}

# The cluster is made on the host, while the Docker Engine starts. initdb wants a user with a name, so the machine's.
make_cluster() {
    local data=/var/travis/postgresql home=/run/cluster
    rm -rf "$data"
    install -d -m 700 -o postgres -g postgres "$data" "$home"
    as_postgres "$POSTGRES_PROGRAMS/initdb" -D "$data" -U postgres --auth=trust --locale=C --encoding=UTF8 --wal-segsize=1 --no-sync >/dev/null
    cat >>"$data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = '/run/postgresql'
# A lab's data is worth nothing, its start-up time is.
fsync = off
shared_buffers = 16MB
max_connections = 40
logging_collector = off
CONF
    as_postgres "$POSTGRES_PROGRAMS/pg_ctl" -D "$data" -s -w -o "-c listen_addresses= -c unix_socket_directories=$home" -l "$home/log" start
    {
        printf 'CREATE ROLE travis LOGIN CREATEDB;\nCREATE DATABASE travis_production OWNER travis;\n\\connect travis_production travis\n'
        cat "$LIB/files/te-main/database/schema.sql" "$STATE/database-rows.sql" "$LIB/files/te-main/database/history.sql"
    } | as_postgres "$POSTGRES_PROGRAMS/psql" -qX -v ON_ERROR_STOP=1 -h "$home" -U postgres postgres
    as_postgres "$POSTGRES_PROGRAMS/pg_ctl" -D "$data" -s -w -m fast stop
    chown -R "$POSTGRES_IDS" "$data"
    rm -rf "$home"
}

as_postgres() { (cd / && setpriv --reuid postgres --regid postgres --clear-groups "$@"); }

# ---- RabbitMQ

te_main_broker() {
    local home=$1/usr/local/travis/rabbitmq
    mkdir -p "$home"
    {
        printf '%s\n' 'listeners.tcp.1 = 0.0.0.0:5672' 'listeners.ssl.1 = 0.0.0.0:4567' 'ssl_options.verify = verify_none' \
            "ssl_options.certfile = $TE_SSL/travis.crt" "ssl_options.keyfile = $TE_SSL/travis.key" \
            'default_vhost = travis' 'default_user = travis'
        printf 'default_pass = %s\n' "$(<"$STATE/rabbitmq-password")"
    } >"$home/rabbitmq.conf"
    : >"$home/enabled_plugins"
    chown -R "$RABBITMQ_IDS" "$home"
    chmod -R go= "$home"
    # Docker gives what it makes itself to root; the broker must read its key.
    chown "$RABBITMQ_IDS" "$1/usr/local/travis/ssl/travis.key"
    install -m 755 "$LIB/files/te-main/rabbitmq" "$1/usr/local/sbin/rabbitmqctl"
    for program in rabbitmq-server rabbitmq-diagnostics; do
        ln -s rabbitmqctl "$1/usr/local/sbin/$program"
    done
    chown "$RABBITMQ_IDS" /var/travis/rabbitmq
    chmod 750 /var/travis/rabbitmq
}
TE_SSL=/usr/local/travis/ssl

# ---- The container

start_te_main() {
    if has_service database; then
        wait "$CLUSTER"
    fi
    run_container focused_yalow "${TE_MAIN_RUN[@]}" "$TE_MAIN_IMAGE"
}

te_main_run() {
    machine_mounts
    TE_MAIN_RUN=(--hostname te-main "${MACHINE_MOUNTS[@]}" -v /var/travis:/var/travis -v /etc/travis:/etc/travis "${TE_MAIN_PORTS[@]}")
}

te_main_serves() { docker exec focused_yalow /usr/local/travis/await; }
