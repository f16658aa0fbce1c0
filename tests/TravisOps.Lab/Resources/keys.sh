#!/bin/bash
# Makes what a lab's state directory lacks: the log-in key, the passwords and the host keys. What is there is kept, so that a lab
# started again over the same directory is the same installation.
#
# keys.sh STATE_DIRECTORY HOST...
set -eu
umask 077
cd "$1"
shift
mkdir -p log hostkeys

key() { # key FILE TYPE [BITS]
    [ -f "$1" ] || ssh-keygen -q -t "$2" ${3:+-b "$3"} -N '' -C "$(basename "$1" .key)" -f "$1"
}

random_hex() { [ -f "$1" ] || printf %s "$(openssl rand -hex "$2")" >"$1"; }

key id_ed25519 ed25519
# authority.crt: an authority of this lab's own, which its hosts trust. certificate NAME FILE: a certificate of it.
authority() {
    [ -f authority.crt ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout authority.key -out authority.crt -days 3650 \
        -subj '/CN=Lab authority' 2>/dev/null
}

certificate() {
    [ -f "$2.crt" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$2.key" -CA authority.crt -CAkey authority.key -out "$2.crt" \
        -days 825 -subj "/CN=$1" -addext "subjectAltName=DNS:$1" -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth 2>/dev/null
}

authority
certificate travis.lab.test platform
random_hex sudo-password 12
random_hex rabbitmq-password 16
random_hex encryption-key 32
# One RSA key for all, as on machines cloned from one image: making one for each would take longer than everything else.
[ -f hostkeys/rsa ] || key hostkeys/rsa rsa 2048
for host in "$@"; do
    mkdir -p "hostkeys/$host"
    key "hostkeys/$host/ssh_host_ed25519_key" ed25519
    key "hostkeys/$host/ssh_host_ecdsa_key" ecdsa 256
    cp -p hostkeys/rsa "hostkeys/$host/ssh_host_rsa_key"
    cp -p hostkeys/rsa.pub "hostkeys/$host/ssh_host_rsa_key.pub"
done
