# Reads logs and writes nothing. POSIX sh for dash 0.5.7 and mawk 1.3.3 (Ubuntu 14.04). Before it stand: tv_since (seconds since 1970, or
# empty), tv_since_text (the same as 2018-04-18T12:14:22, UTC, or empty), tv_tail (lines, or empty), tv_follow (yes or empty).

# A file, decompressed when logrotate has compressed it.
tv_show() { case $1 in *.gz) gzip -dc -- "$1" ;; *) cat -- "$1" ;; esac; }

# The rotations of a log, oldest first, then the log itself: one a line. logrotate names them by number or by date; a number may stay
# uncompressed for a day. What was last written before the time that is asked for has nothing to give.
tv_rotations() {
    for tv_f in "$1"-[0-9]*; do tv_recent "$tv_f"; done
    tv_n=60
    while [ "$tv_n" -gt 0 ]; do
        tv_recent "$1.$tv_n.gz"
        tv_recent "$1.$tv_n"
        tv_n=$((tv_n - 1))
    done
    tv_recent "$1"
}

tv_recent() {
    [ -f "$1" ] || return 0
    if [ -n "$tv_since" ] && [ "$(stat -c %Y -- "$1" 2>/dev/null || echo "$tv_since")" -lt "$tv_since" ]; then return 0; fi
    printf '%s\n' "$1"
}

# Lets lines through from the first that is not older than asked for. Only times in UTC, which travis-worker writes, can be compared here; from
# the first other one on everything goes, and is looked at on the other side.
tv_from() {
    if [ -z "$tv_since_text" ]; then cat; return; fi
    awk -v since="$tv_since_text" '
        on { print; next }
        /^time="/ { if (substr($0, 26, 1) != "Z" || substr($0, 7, 19) >= since) { on = 1; print } }'
}

tv_systemd() { [ -d /run/systemd/system ] && command -v journalctl >/dev/null 2>&1; }

# Units, as --unit=NAME: their log is the journal. With systemd it always is, and a file of upstart's is what an upgrade in place has left there; only
# where the journal has nothing of them is that file all that there is.
tv_in_journal() { tv_systemd && { ! tv_journal_readable || [ -n "$(journalctl "$@" --lines=1 --no-pager --quiet 2>/dev/null)" ]; }; }

tv_journal_readable() { [ "$(id -u)" = 0 ] || id -Gn | tr ' ' '\n' | grep -qxE 'adm|systemd-journal|wheel'; }
