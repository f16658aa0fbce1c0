# Asks every port of one machine from here, all at once, and writes one line a fact for WorkerPortReader. POSIX sh of Ubuntu 14.04's dash.
# Set before: tv_computer (the platform in the inventory), tv_name (as workers call it), tv_wait (seconds for a connection, and for an
# answer), tv_login (yes or no), tv_ports ("port:protocol" in a row), and the texts tv_bash_connect, tv_bash_talk, tv_perl.
# Everything waits side by side, so that the whole takes as long as the slowest port. Nothing is written, nothing is installed.
say() { printf '%s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }

# perl-base is on every Debian and Ubuntu; nc can only tell whether a port is open.
if has bash && has timeout; then tool=bash
elif has perl; then tool=perl
elif has nc; then tool=nc
else tool=none
fi
say "target $tv_computer $tv_name $tv_wait $tv_login"
say "ports $tv_ports"
say "tool $tool"

limited() {
    seconds=$1
    shift
    if has timeout; then timeout -k 1 "$seconds" "$@"; else "$@"; fi
}

# The name first and apart: a name server that is silent is not a firewall. At most four addresses are tried.
resolve() {
    case $tv_name in
        *[!0-9.]*) ;;
        *) addresses=$tv_name; say "address $tv_name"; return ;;
    esac
    case $tv_name in *:*) addresses=$tv_name; say "address $tv_name"; return ;; esac
    # Without getent the tool resolves the name itself, as a part of its time to connect.
    has getent || { addresses=$tv_name; say "address $tv_name"; return; }
    found=$(limited "$tv_wait" getent ahosts "$tv_name" 2>/dev/null)
    code=$?
    addresses=$(
        printf '%s\n' "$found" | {
            count=0
            while read -r address kind rest; do
                [ "$kind" = STREAM ] && [ "$count" -lt 4 ] && count=$((count + 1)) && printf '%s ' "$address"
            done
        }
    )
    if [ -n "$addresses" ]; then say "address $addresses"
    elif [ "$code" -ge 124 ]; then say "address-silent $code"
    else say "address-none $code"
    fi
}

# A pipeline runs its parts side by side, and cat keeps the answers apart without a file: all ports wait at once.
run() {
    one=$1
    shift
    if [ $# -gt 0 ]; then
        run "$@" | { probe $one; cat; }
    else
        probe $one
    fi
}

# probe port protocol address
probe() {
    say "at $1 $3"
    case $tool in
        bash) answer=$(timeout -k 1 "$tv_wait" bash -c "$tv_bash_connect" tv "$3" "$1" 2>&1) ;;
        perl) answer=$(perl -e "$tv_perl" "$3" "$1" "$tv_wait" 2>&1) ;;
        nc) answer=$(limited $((tv_wait + 1)) nc -z -v -w "$tv_wait" "$3" "$1" 2>&1 && echo 'open -') ;;
        *) answer='no bash, perl or nc on this machine'; false ;;
    esac
    code=$?
    newline='
'
    last=${answer##*"$newline"}
    case $last in
        'open '*) say "$last"; greet "$@" ;;
        *) say "failed $code ${answer%%"$newline"*}" ;;
    esac
}

# greet port protocol address: a connection of its own, as the time of the first one is the connection's alone.
greet() {
    case $2 in
        none) return ;;
        https) tls "$@"; return ;;
        amqps) tls "$@" ;;
    esac
    case $tool in
        bash)
            limited $((tv_wait * 3)) bash -c "$tv_bash_talk" tv "$3" "$1" "$2" "$tv_name" "$tv_wait" "$tv_login" 2>/dev/null
            ;;
        perl)
            case $2 in
                ssh) perl -e "$tv_perl" "$3" "$1" "$tv_wait" "$tv_wait" '' ;;
                http) perl -e "$tv_perl" "$3" "$1" "$tv_wait" "$tv_wait" "$(request | od -An -v -tx1 | tr -d ' \n')" ;;
                amqp) perl -e "$tv_perl" "$3" "$1" "$tv_wait" "$tv_wait" 414d515000000901 ;;
                *) say "not-asked no bash on this machine" ;;
            esac 2>/dev/null
            [ "$tv_login" = no ] || say "login none no-bash"
            ;;
        *) say "not-asked neither bash nor perl on this machine" ;;
    esac
}

request() { printf 'GET / HTTP/1.0\r\nHost: %s\r\nUser-Agent: TravisOps\r\nConnection: close\r\n\r\n' "$tv_name"; }

# tls port protocol address: only the lines that say who answered and how; the session's keys are not among them.
tls() {
    has openssl || { say 'tls-not-asked no openssl on this machine'; return; }
    place=$3:$1
    case $3 in *:*) place=[$3]:$1 ;; esac
    set -- "$2" s_client -connect "$place"
    case $tv_name in
        *[!0-9.]*) case $tv_name in *:*) ;; *) set -- "$@" -servername "$tv_name" ;; esac ;;
    esac
    # Before 1.1.0 the machine's own trust store is not used unless it is named.
    [ ! -d /etc/ssl/certs ] || set -- "$@" -CApath /etc/ssl/certs
    {
        case $1 in
            https) shift; request | limited "$tv_wait" openssl "$@" -ign_eof 2>&1 ;;
            *) shift; limited "$tv_wait" openssl "$@" 2>&1 </dev/null ;;
        esac
        say "
tls-exit $?"
    } | head -c 65536 | tr -cd '\11\12\40-\176' | sed -n -e '/^-----BEGIN CERTIFICATE-----/,/^-----END CERTIFICATE-----/s/^/tls /p' \
        -e 's/^ *\(Verify return code: .*\)/tls \1/p' -e 's/^ *\(Protocol *: .*\)/tls \1/p' -e 's/^\(New, .*\)/tls \1/p' \
        -e 's/^\(HTTP\/[0-9].*\)/tls \1/p' -e 's/^\([Ll]ocation: .*\)/tls \1/p' -e '/:error:/s/^/tls /p' -e '/errno/s/^/tls /p' \
        -e '/^tls-exit/p'
}

resolve
set --
for address in $addresses; do
    for port in $tv_ports; do
        set -- "$@" "${port%:*} ${port#*:} $address"
    done
done
[ $# -eq 0 ] || run "$@"
say end
