# Real services on a lab host, for what speaks to them: RabbitMQ, OpenSSL's TLS server, a web server. LabServices runs the functions, each
# behind the whole of this text. They end with the host.
set -euo pipefail
SERVICES=/srv/services
mkdir -p "$SERVICES"

# Daemons must not hold the streams of whoever started them.
background() {
    local log=$1
    shift
    setsid "$@" </dev/null >"$SERVICES/$log.log" 2>&1 &
    daemon=$!
}

listening() { [ -n "$(ss -Hltn "sport = :$1")" ]; }

# RabbitMQ needs 5 to 10 s, and longer on a machine that is busy with other tests.
await_port() {
    local tries=0
    until listening "$1"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 1200 ] || ! kill -0 "$daemon" 2>/dev/null; then
            echo "nothing listens on port $1; it ended, or two minutes are over" >&2
            tail -n 20 "$SERVICES"/*.log >&2
            return 1
        fi
        sleep 0.1
    done
}

# make_authority: an authority of this lab's own. make_certificate FILE NAME KIND: valid, expired or self-signed, for that name.
make_authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$SERVICES/ca.key" -out "$SERVICES/ca.pem" -days 3650 \
        -subj '/CN=Lab authority' 2>/dev/null
}

make_certificate() {
    local file=$SERVICES/$1 name=$2 kind=$3
    local key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$file.key" -subj "/CN=$name" -addext "subjectAltName=DNS:$name")
    case $kind in
    self-signed) openssl req -x509 "${key[@]}" -out "$file.pem" -days 365 2>/dev/null ;;
    *)
        openssl req "${key[@]}" -out "$file.csr" 2>/dev/null
        mkdir -p "$file.ca"
        : >"$file.ca/index"
        printf '[ca]\ndefault_ca=c\n[c]\ndatabase=%s/index\nnew_certs_dir=%s\nrand_serial=yes\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n' \
            "$file.ca" "$file.ca" >"$file.ca/conf"
        local from until
        case $kind in
        valid) from=20200101000000Z until=20990101000000Z ;;
        expired) from=20200101000000Z until=20210101000000Z ;;
        esac
        openssl ca -batch -notext -config "$file.ca/conf" -in "$file.csr" -cert "$SERVICES/ca.pem" -keyfile "$SERVICES/ca.key" -out "$file.pem" \
            -startdate "$from" -enddate "$until" 2>"$SERVICES/ca.log"
        ;;
    esac
}

# serve_tls PORT CERTIFICATE: HTTPS that answers every request with a page about the connection.
serve_tls() {
    background "tls-$1" openssl s_server -accept "$1" -cert "$SERVICES/$2.pem" -key "$SERVICES/$2.key" -www
    await_port "$1"
}

# serve_answers PORT CERTIFICATE FOLDER: HTTPS whose answers, headers included, are files of that folder by the path that is asked for.
serve_answers() {
    cd "$3"
    background "answers-$1" openssl s_server -accept "$1" -cert "$SERVICES/$2.pem" -key "$SERVICES/$2.key" -HTTP
    cd /
    await_port "$1"
}

# serve_http PORT
serve_http() {
    mkdir -p "$SERVICES/www"
    echo OK >"$SERVICES/www/index.html"
    background "http-$1" busybox httpd -f -p "$1" -h "$SERVICES/www"
    await_port "$1"
}

# serve_hanging_up PORT: takes every connection and ends it, as Docker's proxy does for a container where nothing listens.
serve_hanging_up() {
    background "hang-up-$1" perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(Listen => 64, LocalPort => shift, ReuseAddr => 1) or die $!; while ($c = $s->accept) { close $c }' "$1"
    await_port "$1"
}

# serve_mute PORT...: takes connections and never says a word; the kernel takes them, nobody looks.
serve_mute() {
    background "mute-$1" perl -MIO::Socket::INET -e '@s = map { IO::Socket::INET->new(Listen => 4096, LocalPort => $_, ReuseAddr => 1) or die $! } @ARGV; sleep' "$@"
    for port in "$@"; do
        await_port "$port"
    done
}

# serve_rabbitmq CERTIFICATE, with the password of the user travis on standard input: AMQP on 5672, AMQP inside TLS on 4567, as on a platform.
serve_rabbitmq() {
    local home=$SERVICES/rabbitmq password
    IFS= read -r password
    mkdir -p "$home"
    cp "$SERVICES/$1.pem" "$SERVICES/$1.key" "$home/"
    printf '%s\n' 'listeners.tcp.1 = 0.0.0.0:5672' 'listeners.ssl.1 = 0.0.0.0:4567' 'ssl_options.verify = verify_none' \
        "ssl_options.certfile = $home/$1.pem" "ssl_options.keyfile = $home/$1.key" \
        'default_vhost = travis' 'default_user = travis' "default_pass = $password" >"$home/rabbitmq.conf"
    chown -R rabbitmq: "$home"
    chmod 700 "$home"
    background rabbitmq env -i PATH="$PATH" HOME="$home" RABBITMQ_NODENAME=rabbit@localhost RABBITMQ_CONFIG_FILE="$home/rabbitmq" \
        RABBITMQ_MNESIA_BASE="$home/data" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_ENABLED_PLUGINS_FILE="$home/plugins" ERL_EPMD_ADDRESS=127.0.0.1 \
        setpriv --reuid rabbitmq --regid rabbitmq --clear-groups /usr/lib/rabbitmq/bin/rabbitmq-server
    await_port 5672
    await_port 4567
}
