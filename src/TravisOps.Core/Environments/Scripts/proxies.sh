# Where proxies are set: a line for each, with what a log-in would use taken out here, on the host. For ProxyReader. POSIX sh, mawk 1.3.3.
# What does not look like a proxy's address beyond doubt is told as "?": a name and a password written in some other way must not get out.
scan() {
    awk -v source="$1" '
    function told(value, name) {
        if (name ~ /no.?proxy$|noproxy/) {
            if (value ~ /@/ || value !~ /^[A-Za-z0-9.,*:_\/\[\]-]*$/ || value ~ /:\/\//) return "?"
            return value
        }
        if (value ~ /^(DIRECT|direct|none|false|true|0|1)$/) return value
        login = ""
        scheme = ""
        if (match(value, /^[A-Za-z][A-Za-z0-9+.]*:\/\//)) { scheme = substr(value, 1, RLENGTH); value = substr(value, RLENGTH + 1) }
        if (value ~ /@/) { sub(/.*@/, "", value); login = "***@" }
        if (value !~ /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(:[0-9]+)?\/?$/) return "?"
        return scheme login value
    }
    {
        line = $0
        if (line ~ /^[ \t]*(#|\/\/|;)/) next
        rest = line
        while (match(tolower(rest), /[a-z_:-]*proxy(::[a-z0-9.-]+)?["\047]?[ \t]*[=: \t][ \t]*["\047]?/)) {
            key = substr(rest, RSTART, RLENGTH)
            quote = substr(key, length(key), 1)
            rest = substr(rest, RSTART + RLENGTH)
            name = tolower(key)
            sub(/["\047 \t=]+["\047]?$/, "", name)
            sub(/["\047]?[ \t]*[=:][ \t]*["\047]?$/, "", name)
            sub(/["\047 \t]+$/, "", name)
            value = rest
            if (quote == "\"" || quote == "\047") {
                end = index(value, quote)
                if (end > 0) value = substr(value, 1, end - 1)
                if (end > 0) rest = substr(rest, end + 1); else { value = "?"; rest = "" }
            } else {
                if (match(value, /[ \t"\047;]/)) { value = substr(value, 1, RSTART - 1); rest = substr(rest, RSTART) } else rest = ""
                # An unquoted password with a blank in it: the part before the blank looks like a host.
                if (value !~ /@/ && rest ~ /@/) { value = "?"; rest = "" }
            }
            if (value == "" || value ~ /^[{$]/ || name ~ /userland/) continue
            print "proxy\t" source "\t" name "\t" told(value, name)
        }
    }'
}
for f in /etc/environment /etc/profile.d/*proxy* /etc/default/docker /etc/default/replicated /etc/default/replicated-operator /etc/replicated.conf \
    /etc/apt/apt.conf /etc/apt/apt.conf.d/* /etc/systemd/system/docker.service.d/*.conf /etc/systemd/system/travis-worker.service.d/*.conf \
    /etc/docker/daemon.json /root/.docker/config.json /etc/default/travis-enterprise /etc/default/travis-worker /etc/default/travis-worker-local; do
    [ -f "$f" ] || continue
    # JSON may have many settings on one line; a comma never stands in a proxy that is told.
    if [ -r "$f" ]; then case $f in
        *.json|*.conf) sed 's/",/"\
/g' "$f" | scan "$f" ;;
        *) scan "$f" <"$f" ;;
    esac; else printf 'denied\t%s\n' "$f"; fi
done
# What the engine itself runs with, whatever the files say by now.
read -r p </var/run/docker.pid
[ -n "$p" ] && [ -r "/proc/$p/environ" ] && tr '\0' '\n' <"/proc/$p/environ" | scan "environment of Docker Engine"
exit 0
