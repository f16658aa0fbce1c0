# Tells whether travis-worker runs, how old its process is, and when it was started lately. Nothing is changed. POSIX sh.
pid=
if [ -f /etc/init/travis-worker.conf ] && command -v initctl >/dev/null 2>&1; then
    echo '>>> upstart'
    said=$(initctl status travis-worker 2>&1)
    echo "$said"
    case $said in *'process '*) pid=${said##*process } pid=${pid%%[!0-9]*} ;; esac
elif command -v systemctl >/dev/null 2>&1; then
    echo '>>> systemd'
    said=$(systemctl show travis-worker -p LoadState -p ActiveState -p SubState -p Result -p MainPID -p NRestarts -p UnitFileState 2>&1)
    echo "$said"
    case $said in *MainPID=*) pid=${said##*MainPID=} pid=${pid%%[!0-9]*} ;; esac
else
    echo '>>> none'
fi
# proc(5): field 22 is when it began, in ticks after boot; those behind the name are counted from 3.
if [ -n "$pid" ] && [ "$pid" != 0 ] && read -r stat <"/proc/$pid/stat"; then
    set -- ${stat##*) }
    read -r up rest </proc/uptime
    hertz=$(getconf CLK_TCK 2>/dev/null) || hertz=100
    echo "age $((${up%.*} - ${20} / hertz))"
fi
echo '>>> starts'
if [ -f /etc/init/travis-worker.conf ] && [ -r /var/log/upstart/travis-worker.log ]; then
    tail -c 2097152 /var/log/upstart/travis-worker.log | grep -F 'msg="worker started"' | tail -n 50 | cut -c 1-60
elif command -v journalctl >/dev/null 2>&1; then
    journalctl -u travis-worker -o cat --no-pager --since '-1 day' 2>/dev/null | grep -F 'msg="worker started"' | tail -n 50 | cut -c 1-60
else
    echo none
fi
date '+now %s'
