# Sieves a host's logs for lines that may be of a known issue; logs.sh and the functions tv_sieve_PLACE (grep for fixed texts; they never fail for
# finding nothing) stand before it, and tv_mark, a word that no log has, and tv_role. Each log is announced on a line of its own,
#     MARK PLACE SOURCE         and, when it could not be looked at,         MARK PLACE - REASON
# Where tv_bytes is not empty the search is bounded: that much of the end of each log is read, and the last tv_lines of the lines that were found
# leave the host; MARK PLACE + NUMBER tells how many came before them. tv_patience is how long Docker is waited for, in seconds.
# Nothing is written, and only lines that were found leave the host.

tv_announce() { printf '%s\n' "$tv_mark $1 $2"; }
tv_missed() { printf '%s\n' "$tv_mark $1 - $2"; }

# PLACE: the lines of a log, on standard input, that may be of a known issue. What a bounded search finds is kept, so two values that
# travis-scheduler prints, one of them the beginning of a key, are taken out here already.
tv_sift() {
    if [ -z "$tv_bytes" ]; then "tv_sieve_$1"; return; fi
    tail -c "$tv_bytes" | "tv_sieve_$1" | awk -v most="$tv_lines" -v before="$tv_mark $1 +" '
        BEGIN { FS = "\001" }
        {
            gsub(/using key: ("([^"\\]|\\.)*"?|[^ "]+)/, "using key: \"[removed]\"")
            gsub(/secure config value: ("([^"\\]|\\.)*"?|[^ "]+)/, "secure config value: \"[removed]\"")
            line[(NR - 1) % most] = substr($0, 1, 2048)
        }
        END {
            if (NR > most) print before, NR - most
            for (i = NR > most ? NR - most : 0; i < NR; i++) print line[i % most]
        }'
}

# PLACE LOG: the rotations of a log file. Grep reads the file itself where it can. Fails where there is none; with systemd also where none was written
# since the time that is asked for, as something else may be the log by now.
tv_files() {
    tv_list=$(tv_rotations "$2")
    for tv_file in $tv_list; do
        if [ ! -r "$tv_file" ]; then tv_missed "$1" "$tv_file may not be read"; continue; fi
        tv_announce "$1" "$tv_file"
        case $tv_file in
            *.gz) gzip -dc -- "$tv_file" | tv_sift "$1" ;;
            *) tv_sift "$1" <"$tv_file" ;;
        esac
    done
    [ -n "$tv_list" ] || { [ -e "$2" ] && ! tv_systemd; }
}

# PLACE WORD, then what journalctl is to select.
tv_journal() {
    tv_place=$1 tv_word=$2
    shift 2
    if ! tv_journal_readable; then tv_missed "$tv_place" "the journal may not be read"; return; fi
    tv_announce "$tv_place" "journal:$tv_word"
    journalctl "$@" --output=short-iso --utc --no-pager --quiet --all ${tv_since:+"--since=@$tv_since"} | tv_sift "$tv_place"
}

tv_worker() {
    if tv_in_journal --unit=travis-worker; then tv_journal Worker travis-worker --unit=travis-worker; return; fi
    if tv_files Worker /var/log/upstart/travis-worker.log; then return; fi
    if command -v journalctl >/dev/null 2>&1; then tv_journal Worker travis-worker --unit=travis-worker; return; fi
    tv_missed Worker "there is neither /var/log/upstart/travis-worker.log nor a journal"
}

tv_platform() {
    tv_files Platform /var/travis/log/travis.log || [ -e /var/travis/log/travis.log ] || tv_missed Platform "there is no /var/travis/log/travis.log"
}

tv_replicated() {
    set -- --unit=replicated --unit=replicated-ui --unit=replicated-operator
    if tv_in_journal "$@"; then tv_journal Replicated replicated "$@"; return; fi
    tv_any=
    for tv_name in replicated replicated-ui replicated-operator; do
        if tv_files Replicated "/var/log/upstart/$tv_name.log"; then tv_any=yes; fi
    done
    if [ -n "$tv_any" ]; then return; fi
    if tv_systemd; then tv_journal Replicated replicated "$@"; return; fi
    # Neither upstart's file nor systemd's journal: what Docker has kept of the containers, the last of it.
    for tv_name in replicated replicated-operator; do
        if ! timeout "${tv_patience:-10}" docker inspect --format . "$tv_name" >/dev/null 2>&1 </dev/null; then continue; fi
        tv_any=yes
        tv_announce Replicated "docker:$tv_name"
        timeout "${tv_patience:-60}" docker logs --timestamps --tail 200000 ${tv_since:+"--since=$tv_since"} "$tv_name" 2>&1 </dev/null | tv_sift Replicated
    done
    [ -n "$tv_any" ] || tv_missed Replicated "there is no log of Replicated and no container of it"
}

tv_docker() {
    tv_ids=$(timeout "${tv_patience:-20}" docker ps --all --quiet --no-trunc 2>&1 </dev/null) || { tv_missed Docker "docker ps: $(printf '%s' "$tv_ids" | head -n 1)"; tv_ids=; }
    if [ -n "$tv_ids" ]; then
        tv_announce Docker "docker inspect"
        timeout "${tv_patience:-20}" docker inspect --format '{{.State.FinishedAt}} {{.Name}} {{json .State.Error}}' $tv_ids 2>/dev/null </dev/null | tv_sift Docker
    fi
    # The logging driver puts what containers write under docker.service too: only the engine's own lines.
    if ! tv_in_journal --unit=docker --identifier=dockerd && tv_files Docker /var/log/upstart/docker.log; then return; fi
    if tv_systemd; then tv_journal Docker docker --unit=docker --identifier=dockerd; fi
}

tv_kernel() {
    tv_dmesg=$(dmesg 2>&1) || { tv_missed Kernel "dmesg: $(printf '%s' "$tv_dmesg" | tail -n 1)"; return; }
    tv_boot=$(awk '$1 == "btime" { print $2 }' /proc/stat)
    tv_announce Kernel "dmesg@${tv_boot:-0}"
    printf '%s\n' "$tv_dmesg" | tv_sift Kernel
}

case $tv_role in
    Worker) tv_worker ;;
    *) tv_platform; tv_replicated ;;
esac
# Docker last: it is what may hang.
tv_kernel
tv_docker
exit 0
