# travis-worker's log, oldest line first; logs.sh stands before it. Exit status 3: there is none. 4: it may not be read.
# The journal has each line twice, once from the unit and once from Docker's logging driver: only the unit's are asked for. Its times are asked
# for in UTC; short-iso is the form with a date and a zone that systemd 229 (Ubuntu 16.04) and everything since has.

tv_log=/var/log/upstart/travis-worker.log

tv_from_journal() {
    tv_journal_readable || { echo "the journal may not be read" >&2; exit 4; }
    set -- --unit=travis-worker --output=short-iso --utc --no-pager --quiet --all
    if [ -n "$tv_follow" ]; then set -- "$@" --follow; fi
    if [ -n "$tv_since" ]; then
        # With a time --lines takes the first lines and not the last.
        set -- "$@" "--since=@$tv_since"
        if [ -n "$tv_follow" ]; then exec journalctl "$@" --no-tail; fi
        if [ -n "$tv_tail" ]; then journalctl "$@" | tail -n "$tv_tail"; return; fi
        exec journalctl "$@"
    fi
    if [ -n "$tv_tail" ]; then set -- "$@" "--lines=$tv_tail"; fi
    exec journalctl "$@"
}

tv_from_files() {
    for tv_f in "$tv_log" "$tv_log".1 "$tv_log".1.gz; do
        if [ -e "$tv_f" ] && [ ! -r "$tv_f" ]; then echo "$tv_f may not be read" >&2; exit 4; fi
    done
    if [ -n "$tv_follow" ] && [ -z "$tv_since" ]; then
        # By name: logrotate moves the file away and upstart begins a new one. tail tells about that on standard error, which nobody needs.
        exec tail -n "${tv_tail:-10}" -F -- "$tv_log" 2>/dev/null
    fi
    tv_files=$(tv_rotations "$tv_log")
    if [ -n "$tv_follow" ]; then
        for tv_f in $tv_files; do if [ "$tv_f" != "$tv_log" ]; then tv_show "$tv_f"; fi; done
        exec tail -n +1 -F -- "$tv_log" 2>/dev/null
    fi
    if [ -z "$tv_tail" ]; then
        for tv_f in $tv_files; do tv_show "$tv_f"; done | tv_from
        return
    fi
    # Only as many rotations as have the lines.
    tv_need=$tv_tail
    tv_chosen=
    for tv_f in $(printf '%s\n' "$tv_files" | sed '1!G;h;$!d'); do
        tv_chosen="$tv_f $tv_chosen"
        tv_need=$((tv_need - $(tv_show "$tv_f" | wc -l)))
        if [ "$tv_need" -le 0 ]; then break; fi
    done
    for tv_f in $tv_chosen; do tv_show "$tv_f"; done | tv_from | tail -n "$tv_tail"
}

tv_has_files() { [ -e "$tv_log" ] || [ -e "$tv_log".1 ] || [ -e "$tv_log".1.gz ]; }

# What is followed is what comes, and with systemd nothing comes into upstart's file any more.
if tv_systemd && { [ -n "$tv_follow" ] || ! tv_has_files || tv_in_journal --unit=travis-worker; }; then
    tv_from_journal
elif tv_has_files; then
    tv_from_files
elif command -v journalctl >/dev/null 2>&1; then
    tv_from_journal
else
    echo "there is neither $tv_log nor a journal" >&2
    exit 3
fi
