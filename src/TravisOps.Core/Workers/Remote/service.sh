# Tells whether travis-worker runs, how old its process is, and what its log says of its starts. Nothing is changed. POSIX sh.
# Every attempt counts: "worker started" comes once RabbitMQ is reached and the backend is there (cli.go), so a worker that ends before never
# writes it. Upstart's job writes a line when it copies the program (cp -v), without a time and also when the copy then fails; cp or mkdir one of
# their own where it does not come to that; systemd one of its own.
log=/var/log/upstart/travis-worker.log
pid=
if [ -f /etc/init/travis-worker.conf ] && command -v initctl >/dev/null 2>&1; then
    init=upstart
    said=$(initctl status travis-worker 2>&1)
    case $said in *'process '*) pid=${said##*process } pid=${pid%%[!0-9]*} ;; esac
elif command -v systemctl >/dev/null 2>&1; then
    init=systemd
    said=$(systemctl show travis-worker -p LoadState -p ActiveState -p SubState -p Result -p MainPID -p NRestarts -p UnitFileState 2>&1)
    case $said in *MainPID=*) pid=${said##*MainPID=} pid=${pid%%[!0-9]*} ;; esac
else
    init=none said=
fi
printf '>>> %s\n%s\n' "$init" "$said"
# proc(5): field 22 is when it began, in ticks after boot; those behind the name are counted from 3.
read -r up rest </proc/uptime
up=${up%.*}
if [ -n "$pid" ] && [ "$pid" != 0 ] && read -r stat <"/proc/$pid/stat"; then
    set -- ${stat##*) }
    hertz=$(getconf CLK_TCK 2>/dev/null) || hertz=100
    echo "age $((up - ${20} / hertz))"
fi
echo "up $up"

# An attempt has the time of the next line that has one. Behind a line tv-cut begins what was read without a gap.
read_log='
    /^tv-cut/ { cut = 1; oldest = $2; started = ""; count = waiting = 0; next }
    attempts && (/-> .*\/var\/tmp\/travis-run\.d\/travis-worker/ || /^cp: cannot stat .*\/travis-worker/ || /^mkdir: cannot create .*\/travis-run\.d/) { waiting++; next }
    match($0, /(^time=|"time":)"?[0-9][-0-9T:.Z+]*/) {
        time = substr($0, RSTART, RLENGTH)
        sub(/^[^0-9]*/, "", time)
        if (oldest == "") oldest = time
        for (; waiting > 0; waiting--) at[count++] = time
        if ($0 ~ /msg"?[=:]"worker started"/) started = time
    }
    END {
        if (attempts) {
            if (oldest != "") print "oldest " oldest
            if (!cut) print "whole"
            for (i = count > 50 ? count - 50 : 0; i < count; i++) print "attempt " at[i]
            for (i = 0; i < waiting && i < 50; i++) print "attempt -"
        }
        if (started != "") print "started " started
        else if (cut && !attempts) print "started ?"
    }'

upstart_log() {
    if [ -f "$log" ] && [ "$(wc -c <"$log")" -gt 67108864 ]; then
        echo tv-cut
        tail -c 67108864 "$log"
        return
    fi
    # The last line of what is left out is as old as its file.
    for f in "$log.2" "$log.2.gz"; do [ ! -f "$f" ] || echo "tv-cut $(stat -c %Y "$f")"; done
    [ ! -f "$log.1.gz" ] || timeout 4 gzip -dc <"$log.1.gz" || echo tv-cut
    for f in "$log.1" "$log"; do [ ! -f "$f" ] || timeout 4 cat "$f" || echo tv-cut; done
}

echo '>>> log'
if [ "$init" = upstart ]; then
    set --
    for f in "$log" "$log.1" "$log.1.gz"; do [ ! -f "$f" ] || set -- "$@" "$f"; done
    if [ $# -eq 0 ]; then
        echo none
    elif [ ! -r "$1" ]; then
        echo "unreadable $1"
    else
        stat -c 'written %Y' "$1"
        upstart_log | awk -v attempts=1 "$read_log"
    fi
elif command -v journalctl >/dev/null 2>&1; then
    said=$(journalctl -n 1 --no-pager 2>&1 >/dev/null)
    case $said in
        *'insufficient permissions'* | *'not seeing messages'* | *'No journal files'*) echo "unreadable $(printf '%s\n' "$said" | head -n 1)" ;;
        *)
            times='s/^__REALTIME_TIMESTAMP=\([0-9]*\)......$'
            journalctl --no-pager -o export 2>/dev/null | sed -n "/^__REALTIME/{$times/oldest \\1/p;q;}"
            # "Started ...": systemd.journal-fields(7), sd-messages.h
            journalctl UNIT=travis-worker.service MESSAGE_ID=39f53479d3a045ac8e11786248231fbf --since '-1 day' --no-pager -o export 2>/dev/null \
                | sed -n "$times/attempt \\1/p" | tail -n 50
            { timeout 8 journalctl -u travis-worker -o cat --no-pager --since '-1 day' 2>/dev/null || echo tv-cut; } | awk "$read_log"
            ;;
    esac
else
    echo none
fi
date '+now %s'
