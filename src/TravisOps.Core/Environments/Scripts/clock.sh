# The host's time zone with every change of its offset from tv_from to tv_until (years), and its time service; for ClockFacts. POSIX sh.
say() { printf '%s\n' "$*"; }
say "now $(date '+%s %z %Z')"
if [ -L /etc/localtime ]; then z=$(readlink -f /etc/localtime); case $z in */zoneinfo/*) say "zone ${z##*/zoneinfo/}" ;; esac
elif [ -r /etc/timezone ]; then read -r z </etc/timezone; say "zone $z"; fi
z=$(command -v zdump || ls /usr/sbin/zdump 2>/dev/null)
[ -n "$z" ] && [ -e /etc/localtime ] && "$z" -v -c "$tv_from,$tv_until" /etc/localtime | sed -n 's/^[^ ]* *\(.* UTC*\) = .* gmtoff=\(.*\)$/shift \2 \1/p'
for s in chronyd ntpd systemd-timesyncd openntpd vmtoolsd; do
    p=$(pidof "$s" 2>/dev/null) || p=$(ps ax -o args= 2>/dev/null | grep -E "^([^ ]*/)?$s( |\$)")
    [ -n "$p" ] && say "service $s"
done
[ -e /run/systemd/timesync/synchronized ] && say 'synchronized yes'
if command -v timedatectl >/dev/null 2>&1; then timedatectl 2>/dev/null | sed -n 's/^ *\(NTP synchronized\|System clock synchronized\|NTP enabled\|Network time on\|NTP service\|systemd-timesyncd.service active\): /timedatectl \1: /p'; fi
exit 0
