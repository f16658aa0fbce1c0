# Which configuration management and which other services are there, for ToolsReader. Before this stand tv_paths (a path or pattern a line),
# tv_cron (an expression for grep -E) and tv_names (names of processes, "two words" with a slash between). POSIX sh; nothing is written.
nl='
'
now() { stat -L -c '%Y %n' -- "$@" 2>/dev/null; }

# The newest thing below a folder tells more than the folder: patterns name what changes with each run.
set -f
IFS=$nl
set -- $tv_paths
set +f
for pattern; do
    set -- $pattern
    [ -e "$1" ] || [ -L "$1" ] || continue
    now "$@" | sed 's/^/path /'
done
IFS=' 	'$nl

own=$(sed -n 's/^[^:]*:[^:]*://p' /proc/1/cgroup 2>/dev/null | awk 'length($0) > 1 { sub(/\/init\.scope$/, ""); print; exit }')

# Processes by name only: an argument may be a secret, and an editor or a build that has the name in an argument is not the tool.
ps axww -o pid= -o args= 2>/dev/null | awk -v list="$tv_names" '
    function base(word) { sub(/.*\//, "", word); sub(/:$/, "", word); return word }
    BEGIN { count = split(list, names, " ") }
    {
        first = base($2)
        from = 2
        if (first ~ /^(ruby|python|perl|node|java|sh|bash|dash|timeout|nice|ionice|env)[0-9.]*$/) last = NF < 6 ? NF : 6
        else last = 2
        for (field = from; field <= last; field++) {
            word = base($field)
            for (one = 1; one <= count; one++) {
                if (split(names[one], parts, "/") == 2) { if (word != parts[1] || $(field + 1) != parts[2]) continue }
                else if (word != names[one]) continue
                print $1, names[one]
                next
            }
        }
    }' | while read -r pid name; do
    # What a build or another container runs is not the machine's own. The machine may be a container itself: what process 1 is in does not count.
    group=$(sed -n 's/^[^:]*:[^:]*://p' "/proc/$pid/cgroup" 2>/dev/null | awk -v own="$own" '{ if (own != "" && index($0, own) == 1) $0 = substr($0, length(own) + 1); print }')
    case $group in
        *docker*|*/lxc*|*kubepods*|*libpod*) continue ;;
    esac
    echo "process $name"
done | sort -u

# Cron tables and timers may hold secrets: only the name that was found is told.
set -- /etc/crontab /etc/cron.d/* /etc/cron.hourly/* /etc/cron.daily/* /var/spool/cron/crontabs/* /etc/systemd/system/*.timer
grep -s -v '^[[:space:]]*#' -- "$@" /dev/null | grep -E -o "^[^:]*:|$tv_cron" | awk '
    /^\/.*:$/ { file = substr($0, 1, length($0) - 1); next }
    { print "cron " $0 " " file }' | sort -u

# Ansible leaves a line for each task with all its arguments; only when and which module is kept.
for f in /var/log/syslog /var/log/messages /var/log/syslog.1; do
    [ -r "$f" ] || continue
    found=$(tail -c 4194304 "$f" | grep -a 'ansible-[a-zA-Z0-9_.]*\(\[[0-9]*\]\)\{0,1\}: Invoked with' | tail -n 1 |
        sed 's/^\(.*\) [^ ]* \(python[0-9.]*\[[0-9]*\]: \)\{0,1\}ansible-\([a-zA-Z0-9_.]*\)\(\[[0-9]*\]\)\{0,1\}: Invoked with.*/\1 \3/')
    [ -n "$found" ] && { echo "ansible $found"; break; }
done
exit 0
