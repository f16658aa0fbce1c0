# Which GitHub Travis CI Enterprise works with, what else it is configured to use, and which version a GitHub Enterprise says it has, asked from
# here because workers and people see it from here. For GitHubFacts. No token is sent; no secret is printed. POSIX sh, mawk 1.3.3.
PATH=$PATH:/usr/local/bin:/snap/bin
say() { printf '%s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }

# Of travis.yml only hosts: of an address neither log-in nor path gets out, and a line that looks otherwise is not told.
config() {
    awk '
    function host(value) {
        gsub(/["\047\r]/, "", value)
        sub(/[ \t]+#.*$/, "", value)
        sub(/[ \t]+$/, "", value)
        scheme = ""
        if (match(value, /^[A-Za-z][A-Za-z0-9+.-]*:\/\//)) { scheme = substr(value, 1, RLENGTH); value = substr(value, RLENGTH + 1) }
        sub(/.*@/, "", value)
        sub(/[\/?].*$/, "", value)
        if (value !~ /^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(:[0-9]+)?$/) return "?"
        return scheme value
    }
    /^[ \t]*(#|$)/ { next }
    {
        match($0, /^ */)
        indent = RLENGTH
        key = substr($0, indent + 1)
        if (match(key, /:/) == 0) next
        value = substr(key, RSTART + 1)
        key = substr(key, 1, RSTART - 1)
        sub(/^[ \t]+/, "", value)
        if (indent == 0) { level = 0; next }
        if (level == 0 || indent <= level) { level = indent; section = key; if (key == "host") print "set host " host(value); next }
        name = section "." key
        if (name ~ /^(database|logs_database|amqp|smtp)\.(host|url|address)$|^redis\.(url|host)$|^sentry\.dsn$|^github\.(api_url|source_host)$/ && value != "")
            print "set " name " " host(value)
    }'
}

if has docker && [ -S /var/run/docker.sock ]; then
    id=$(docker ps --no-trunc 2>/dev/null | awk '/te-main/ { print $1; exit }')
    if [ -n "$id" ]; then
        found=$(docker exec "$id" cat /usr/local/travis/etc/travis/config/travis.yml 2>&1 | config)
        [ -n "$found" ] && say "$found" || say 'missing travis.yml'
    else
        say 'missing te-main'
    fi
    # The settings have every password in clear: three of them are picked here, and nothing else leaves this pipe.
    for w in /usr/local/bin/replicatedctl 'docker exec replicated replicatedctl'; do
        case $w in /*) [ -x "$w" ] || continue ;; esac
        settings=$($w app-config export 2>/dev/null | tr -d '\n\r' | tr '}' '\n' |
            sed -n 's/.*"\(github_type\|github_enterprise_host\|enable_ha\|ha_enabled\|ha\)"[[:space:]]*:[[:space:]]*{[[:space:]]*"value"[[:space:]]*:[[:space:]]*"\([A-Za-z0-9._:-]*\)".*/setting \1 \2/p')
        [ -n "$settings" ] && { say "$settings"; break; }
    done
    # The version, in whichever form it is told.
    for w in /usr/local/bin/replicatedctl 'docker exec replicated replicatedctl'; do
        case $w in /*) [ -x "$w" ] || continue ;; esac
        v=$($w version 2>/dev/null | sed -n 's/.*version \([0-9][0-9.]*[0-9]\).*/\1/p' | head -n 1)
        [ -n "$v" ] && { say "replicated $v"; break; }
    done
else
    say 'missing docker'
fi

host=$(say "$found" | sed -n 's|^set github.api_url ||p' | sed 's|^.*://||')
case $(say "$found" | sed -n 's|^set github.api_url ||p') in http://*) scheme=http ;; *) scheme=https ;; esac
[ -n "$host" ] && [ "$host" != '?' ] || case $settings in *'github_type github_type_enterprise'*)
    host=$(say "$settings" | sed -n 's/^setting github_enterprise_host //p') ;; esac
case $host in
    ''|'?'|api.github.com|github.com|*[!A-Za-z0-9.:_-]*) exit 0 ;;
esac
say "asked $scheme://$host/api/v3/meta"

# No start-up file of a tool is read: it could hold a log-in. The certificate is not checked, because nothing secret is said.
name=${host%%:*}
port=${host##*:}
[ "$port" != "$host" ] || { if [ "$scheme" = http ]; then port=80; else port=443; fi; }
request() { printf 'GET /api/v3/meta HTTP/1.0\r\nHost: %s\r\nUser-Agent: TravisOps\r\nAccept: application/json\r\nConnection: close\r\n\r\n' "$host"; }
limit() { if has timeout; then timeout -k 1 "$@"; else shift; "$@"; fi; }
python='
import socket, ssl, sys
name, port, plain, text = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "http", sys.argv[4]
s = socket.create_connection((name, port), 8)
s.settimeout(8)
if not plain:
    try:
        c = ssl.create_default_context()
        c.check_hostname = False
        c.verify_mode = ssl.CERT_NONE
        s = c.wrap_socket(s, server_hostname=name)
    except AttributeError:
        s = ssl.wrap_socket(s)
s.sendall(text.encode())
out = getattr(sys.stdout, "buffer", sys.stdout)
while True:
    d = s.recv(65536)
    if not d:
        break
    out.write(d)
'
for tool in ${tv_tools:-curl wget openssl python3 python}; do
    has "$tool" || continue
    case $tool in
        curl) answer=$(limit 9 curl -q -s -S -k -D - --connect-timeout 5 --max-time 8 -A TravisOps -H 'Accept: application/json' "$scheme://$host/api/v3/meta" 2>&1 | head -c 65536) ;;
        wget) answer=$(limit 9 wget --no-config --no-netrc --no-hsts -q -S -O - -t 1 -T 8 --content-on-error --no-check-certificate -U TravisOps --header='Accept: application/json' "$scheme://$host/api/v3/meta" 2>&1 | head -c 65536)
            case $answer in *'unrecognized option'*|*'nrecognized option'*)
                answer=$(limit 9 wget --no-netrc -q -S -O - -t 1 -T 8 --no-check-certificate -U TravisOps "$scheme://$host/api/v3/meta" 2>&1 | head -c 65536) ;; esac ;;
        openssl)
            [ "$scheme" = https ] || continue
            answer=$(request | limit 9 openssl s_client -quiet -connect "$name:$port" -servername "$name" 2>&1 | head -c 65536) ;;
        python*) answer=$(limit 9 "$tool" -c "$python" "$name" "$port" "$scheme" "$(request)

" 2>&1 | head -c 65536) ;;
    esac
    say "by $tool"
    say "$answer" | tr -d '\r' | awk '
        /^ *HTTP\/[0-9.]+ [0-9][0-9][0-9]/ { sub(/^ */, ""); status = $2 }
        tolower($0) ~ /^ *x-github-enterprise-version:/ { sub(/^[^:]*: */, ""); header = $0 }
        tolower($0) ~ /^ *x-github-request-id:/ { github = 1 }
        {
            text = $0
            if (match(text, /"installed_version" *: *"[^"]*"/)) { version = substr(text, RSTART, RLENGTH); sub(/^.*: *"/, "", version); sub(/"$/, "", version) }
            if (text ~ /"verifiable_password_authentication"|"github_services_sha"/) meta = 1
            if (!status && !error && text ~ /[^ ]/) error = substr(text, 1, 200)
        }
        END {
            if (status) print "status " status; else print "error " (error ? error : "no answer")
            if (header) print "header " substr(header, 1, 80)
            if (version) print "installed " substr(version, 1, 80)
            if (meta) print "meta yes"
            if (github) print "github yes"
        }'
    exit 0
done
say 'error none of curl, wget, openssl and python is on this machine'
exit 0
