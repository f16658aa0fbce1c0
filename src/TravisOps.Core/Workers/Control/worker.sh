# Restarts or updates travis-worker on this machine without ending a job that runs. tv_step is one of:
#   look   what is there; changes nothing
#   begin  fetches what an update needs, then tells the worker to take no more jobs and to end with the last (SIGINT)
#   more   waits for that; once the worker has ended: stop, update, start, see whether it is up (finish, below)
#   force  the same without waiting: jobs that run are aborted and go back to the queue
#   end    clears up
# State is in /run/travisops-worker. What must not be left half-done runs apart from this connection (setsid). Answers are lines "@key value".
tv_lib=$(cat <<'TRAVISOPS'
D=/run/travisops-worker
LOG=/var/log/upstart/travis-worker.log
CONF=/etc/systemd/system/travis-worker.service.d
export DEBIAN_FRONTEND=noninteractive
umask 022

# Up to the last @ of an amqp URI: a token may have an unencoded / or a space in it. Go tells what stands before the / a second time, as a port.
say() {
    printf '@%s %s\n' "$1" "$(printf '%s' "$2" | tr '\n\r\t' '   ' \
        | sed -e 's#\(amqps\{0,1\}://\).*@#\1***@#' -e 's#://[^/@ ]*@#://***@#g' -e 's#\(invalid port \\*":\).*\(" after host\)#\1***\2#')"
}

layout=Unknown
if [ -f /etc/init/travis-worker.conf ] && command -v initctl >/dev/null; then
    layout=Upstart
elif [ -f /etc/systemd/system/travis-worker.service ] || [ -f /lib/systemd/system/travis-worker.service ]; then
    layout=Systemd
    ! cat /etc/systemd/system/travis-worker.service /lib/systemd/system/travis-worker.service 2>/dev/null | grep -q travis-worker-wrapper || layout=Image
fi

# A Docker Engine that gives no answer must not hold up what is begun. What may take longer says so: command docker.
docker() { timeout 10 docker "$@"; }

# state: service is running (pid is the worker's), between (it ended, and is to be started again), stopped, or unclear: it may run, with jobs. Only
# the init's word that there is no process counts as such; that Docker tells of none does not.
state() {
    service=unclear pid=
    if [ "$layout" = Upstart ]; then
        case $(status travis-worker 2>&1) in
        *start/running,*) service=running pid=$(status travis-worker | sed -n 's/.*process \([0-9]*\).*/\1/p') ;;
        *stop/waiting*) service=stopped ;;
        */post-stop*) service=between ;;
        esac
        [ "$service" != running ] || [ -n "$pid" ] || service=unclear
        return
    fi
    case " $(systemctl show -p ActiveState -p SubState travis-worker 2>&1 | tr '\n' ' ')" in
    *' ActiveState=inactive '* | *' ActiveState=failed '*) service=stopped && return ;;
    *' SubState=auto-restart'* | *' SubState=stop-post '*) service=between && return ;;
    *' SubState=running '*) ;;
    *) return ;;
    esac
    if [ "$layout" = Image ]; then
        pid=$(docker inspect -f '{{.State.Pid}}' travis-worker 2>/dev/null)
    else
        pid=$(systemctl show -p MainPID travis-worker | sed 's/MainPID=//')
    fi
    [ "${pid:-0}" = 0 ] || service=running
}

# birth PID: tells one process from a later one of the same number.
birth() {
    birth=$(cat "/proc/$1/stat" 2>/dev/null) || { birth=gone && return; }
    set -- ${birth##*) }
    birth=${20}
}

signal() {
    if [ "$layout" = Image ]; then
        docker kill -s "SIG$1" travis-worker >/dev/null
    else
        kill -s "$1" "$pid"
    fi
}

# The log from a moment on: a size in upstart's file, seconds since 1970 otherwise.
mark_log() {
    if [ "$layout" = Upstart ]; then mark=$(wc -c <"$LOG" 2>/dev/null || echo 0); else mark=$(date +%s); fi
}
log_since() {
    case $layout in
    Upstart)
        [ "$(wc -c <"$LOG")" -ge "$mark" ] || mark=0
        tail -c "+$((mark + 1))" "$LOG"
        ;;
    Image)
        # Of a container that is gone only the journal knows.
        if logs=$(docker logs --since "$mark" travis-worker 2>&1) && [ -n "$logs" ]; then
            printf '%s\n' "$logs"
        else
            journalctl -u travis-worker --since "@$mark" -o cat --no-pager
        fi
        ;;
    *) journalctl -u travis-worker --since "@$mark" -o cat --no-pager ;;
    esac 2>/dev/null
}

# pool: asks the worker (SIGUSR1) for the size of its pool and how many jobs run; both stay empty when it does not answer within 5 s.
pool() {
    pool= jobs=
    mark_log
    signal USR1 2>/dev/null || return 0
    pool_end=$(($(date +%s) + 6))
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        set -- $(log_since | awk '
            /msg="received SIGUSR1"/ { seen = busy = 0; size = ""; if (match($0, /pool_size=[0-9]+/)) size = substr($0, RSTART + 10, RLENGTH - 10) }
            /msg="processor info"/ { seen++; if (/status=processing/) busy++ }
            END { if (size != "" && seen >= size) print size, busy + 0 }')
        if [ $# -eq 2 ]; then
            pool=$1 jobs=$2
            return
        fi
        [ "$(date +%s)" -lt "$pool_end" ] || return 0
        sleep 0.25
    done
}

# Versions: version is what is installed; image and conf are what the 16.04 layout says and where.
version() {
    version= image= conf=
    case $layout in
    Upstart) version=$(dpkg-query -W -f '${Version}' travis-worker 2>/dev/null) ;;
    Image)
        conf=$(grep -ls '^Environment=.*TRAVIS_WORKER_SELF_IMAGE=' "$CONF"/*.conf | tail -n 1)
        [ -z "$conf" ] || image=$(sed -n "s/^Environment=.*TRAVIS_WORKER_SELF_IMAGE=\([^\"' ]*\).*/\1/p" "$conf" | tail -n 1)
        case ${image##*/} in
        *@*) version=${image##*@} ;;
        *:*) version=${image##*:} ;;
        ?*) version=latest ;;
        esac
        ;;
    Systemd) version=$(rpm -q --qf '%{VERSION}-%{RELEASE}' travis-worker 2>/dev/null) ;;
    esac
}

# target: the version that is wanted; problem says why there is none.
target() {
    target= problem=
    case $layout in
    Upstart)
        if [ -z "$tv_version" ]; then
            target=$(apt-cache policy travis-worker 2>/dev/null | sed -n 's/^ *Candidate: *//p')
            [ -n "$target" ] && [ "$target" != '(none)' ] || { target= problem=no-candidate; }
        else
            target=$(apt-cache madison travis-worker 2>/dev/null | awk -F' *[|] *' -v want="${tv_version#v}" '{ if ($2 == want || index($2, want "-") == 1) { print $2; exit } }')
            [ -n "$target" ] || problem=no-such-version
        fi
        if [ -z "$problem" ] && [ "$target" != "$version" ] && dpkg --compare-versions "$target" lt "$version"; then problem=older; fi
        if [ -z "$problem" ] && [ "$target" != "$version" ] && apt-mark showhold 2>/dev/null | grep -qx travis-worker; then problem=held; fi
        ;;
    Image)
        target=$tv_version
        case $version:$target in
        v*:[0-9]* | sha256:*:[0-9]*) target=v$target ;;
        esac
        if [ -z "$conf" ]; then problem=no-image-setting
        elif [ "$(grep -lsc '^Environment=.*TRAVIS_WORKER_SELF_IMAGE=' "$CONF"/*.conf | wc -l)" -gt 1 ]; then problem=several-image-settings
        elif [ -z "$target" ]; then problem=version-needed
        else case $image in *@*) problem=digest ;; esac
        fi
        ;;
    *) problem=no-update-here ;;
    esac
}

image_of() { case ${image##*/} in *:*) echo "${image%:*}:$1" ;; *) echo "$image:$1" ;; esac; }

# prepare: everything that can fail before the worker is touched. error says what did.
prepare() {
    error=
    if [ "$layout" = Upstart ]; then
        list=/etc/apt/sources.list.d/travisci_worker.list
        if [ -f "$list" ]; then
            text=$(apt-get -q -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 update 2>&1 </dev/null)
        else
            text=$(apt-get -q update 2>&1 </dev/null)
        fi || { error="apt-get update: $(printf '%s' "$text" | grep '^[EW]:' | tail -n 3)" && return; }
        case $text in *'Failed to fetch'*) error="apt-get update: $(printf '%s' "$text" | grep 'Failed to fetch' | tail -n 1)" && return ;; esac
        target
        [ -z "$problem" ] && [ "$target" != "$version" ] || return 0
        text=$(apt-get -q -y --only-upgrade --download-only install "travis-worker=$target" 2>&1 </dev/null) || error="apt-get install --download-only: $(printf '%s' "$text" | grep '^E:' | tail -n 3)"
        return 0
    fi
    target
    [ -z "$problem" ] && [ "$target" != "$version" ] || return 0
    wanted=$(image_of "$target")
    docker inspect --type image "$wanted" >/dev/null 2>&1 || text=$(command docker pull "$wanted" 2>&1 </dev/null) || error="docker pull $wanted: $(printf '%s' "$text" | tail -n 1)"
}

progress() { printf '%s' "$1" >"$D/progress"; }

stop_worker() {
    state
    [ "$service" != stopped ] || return 0
    if [ "$layout" = Upstart ]; then stop travis-worker; else systemctl stop travis-worker; fi >/dev/null 2>&1
    state
    [ "$service" = stopped ]
}

start_worker() {
    mark_log
    text=
    if [ "$layout" = Upstart ]; then text=$(start travis-worker 2>&1); else text=$(systemctl start travis-worker 2>&1); fi && text=
}

up_seconds=45
# up: waits until the worker says that it has started, which it does once it is connected to AMQP. why says what is wrong otherwise.
up() {
    why= pool= was=
    up_end=$(($(date +%s) + up_seconds))
    for i in $(seq 120); do
        [ "$(date +%s)" -lt "$up_end" ] || break
        state
        if [ "$service" = running ]; then
            [ -z "$was" ] || [ "$was" = "$pid" ] || { why=died && return 1; }
            was=$pid
            if log_since | grep -q 'msg="starting signal handler loop"'; then
                pool
                return 0
            fi
        elif { [ -n "$was" ] && [ "$service" = between ]; } || [ "$service" = stopped ] || { [ "$layout" != Upstart ] && [ "$i" -gt 4 ] && systemctl show -p SubState travis-worker | grep -q -e stop-post -e auto-restart; } || { [ "$layout" = Upstart ] && status travis-worker | grep -q post-stop; }; then
            why=died
            return 1
        fi
        sleep 0.25
    done
    why=silent
    return 1
}

# change: the update itself, while the worker is stopped.
change() {
    if [ "$layout" = Upstart ]; then
        text=$(apt-get -q -y -o DPkg::Lock::Timeout=60 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold --only-upgrade install "travis-worker=$(cat "$D/target")" 2>&1 </dev/null) && return
        error="apt-get install: $(printf '%s' "$text" | grep -e '^E:' -e '^dpkg:' | tail -n 3)"
        return 1
    fi
    # Not a name that systemd reads, until it is whole.
    cp -p "$conf" "$D/conf.old" &&
        cp -p "$conf" "$conf.travisops-new" &&
        sed "s#\(TRAVIS_WORKER_SELF_IMAGE=\)[^\"' ]*#\1$(image_of "$(cat "$D/target")")#" "$conf" >"$conf.travisops-new" &&
        sync && mv "$conf.travisops-new" "$conf" && systemctl daemon-reload && return
    error="$conf could not be changed"
    rm -f "$conf.travisops-new"
    return 1
}

# rollback: back to the version before, when that can be had.
rollback() {
    if [ "$layout" = Upstart ]; then
        # --force-yes is what apt before 1.1 calls it.
        for i in --allow-downgrades --force-yes; do
            apt-get -q -y "$i" -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "travis-worker=$(cat "$D/old")" </dev/null >/dev/null 2>&1 && return
        done
        return 1
    fi
    cp -p "$D/conf.old" "$conf.travisops-new" && mv "$conf.travisops-new" "$conf" && systemctl daemon-reload
}

# finish stop|verify: from the drained worker to one that is up.
finish() {
    version
    result=done error= changed=no text= why= tail=
    if [ "$1" = stop ]; then
        progress stopping
        if ! stop_worker; then
            result=not-stopped
        else
            if [ "$tv_action" = Update ]; then
                progress updating
                echo "$version" >"$D/old"
                if change; then changed=yes; else result=failed; fi
            fi
            progress starting
            start_worker
        fi
    else
        mark=$(cat "$D/mark")
        progress starting
    fi
    if [ "$result" != not-stopped ] && ! up; then
        # Init writes what the worker said last when that has ended already.
        for i in 1 2 3 4 5 6 7 8; do
            tail=$(log_since | tail -n 5)
            [ -z "$tail" ] || break
            sleep 0.25
        done
        [ -n "$error" ] || error=$text
        result=down
        if [ "$changed" = yes ]; then
            progress 'rolling back'
            first=$why
            stop_worker
            back=no
            if rollback; then back=yes; fi
            start_worker
            if up && [ "$back" = yes ]; then result=rolled-back; fi
            why=$first
        fi
    fi
    version
    {
        say result "$result"
        say version "$version"
        say pool "$pool"
        say why "$why"
        say waited "$up_seconds"
        say error "$error"
        printf '%s' "$tail" | while IFS= read -r line || [ -n "$line" ]; do say log "$line"; done
    } >"$D/outcome.new"
    mv "$D/outcome.new" "$D/outcome"
}
TRAVISOPS
)
eval "$tv_lib"

if [ "$(id -u)" != 0 ]; then
    say refused root
    exit 0
fi
say layout "$layout"

tv_finish() {
    [ ! -f "$D/finisher" ] || return 0
    tv_header="tv_action='$tv_action'"
    setsid sh -c "echo \$\$ >$D/finisher; $tv_header
$tv_lib
finish $1" </dev/null >/dev/null 2>&1 &
    while [ ! -s "$D/finisher" ]; do sleep 0.05; done
}

# Waits for 10 s, and for one look at the worker; who sent this asks again.
tv_wait() {
    tv_end=$(($(date +%s) + 10))
    while :; do
        tv_now=$(date +%s)
        echo "$tv_now" >"$D/alive"
        if [ -f "$D/outcome" ]; then
            cat "$D/outcome"
            return
        elif [ -f "$D/finisher" ]; then
            [ -d "/proc/$(cat "$D/finisher")" ] || [ -f "$D/outcome" ] || { say stage lost && return; }
        else
            birth "$(cat "$D/pid")"
            if [ "$birth" = gone ] || [ "$birth" != "$(cat "$D/birth")" ]; then
                state
                case $service,$tv_action in
                stopped,* | between,*) tv_finish stop ;;
                # It ended while nobody looked, and was started again.
                running,Restart) tv_finish verify ;;
                running,*) tv_drain || : ;; # The next look tries again.
                # Unclear, as while it starts: the next look tells.
                esac
            fi
        fi
        [ "$tv_now" -lt "$tv_end" ] || break
        sleep 0.25
    done
    if [ -f "$D/finisher" ]; then
        say stage "$(cat "$D/progress" 2>/dev/null)"
    else
        say stage draining
        state
        [ "$service" != running ] || pool
        say jobs "$jobs"
    fi
}

# Tells the worker to end with its last job. False when it is there and can't be told. One that ended before it was told, as one that never comes up
# does all the time, is not waited for: what init makes of it counts.
tv_drain() {
    for tv_try in $(seq 20); do
        # init sees that one has ended a moment after it has.
        [ "$tv_try" = 1 ] || sleep 0.25
        tv_pid=$pid
        birth "$tv_pid"
        echo "$birth" >"$D/birth"
        mark_log
        echo "$mark" >"$D/mark"
        if [ "$birth" != gone ]; then
            if signal INT 2>/dev/null; then
                echo "$tv_pid" >"$D/pid"
                return 0
            fi
            birth "$tv_pid"
            [ "$birth" = gone ] || return 1
        fi
        state
        case $service in
        running) ;;
        # As while it starts: the next look tells.
        unclear) echo "$tv_pid" >"$D/pid" && return 0 ;;
        *) tv_finish stop && return 0 ;;
        esac
    done
    return 1
}

tv_unclear() {
    say refused unclear
    say previous "$version"
    rm -rf "$D"
    exit 0
}

case $tv_step in
look)
    state
    version
    say service "$service"
    say version "$version"
    say image "$image"
    if [ "$tv_action" = Update ]; then
        target
        say target "$target"
        say problem "$problem"
    fi
    ;;
begin)
    if [ -d "$D" ] && [ "$(cat "$D/run" 2>/dev/null)" != "$tv_run" ]; then
        tv_age=$(($(date +%s) - $(cat "$D/alive" 2>/dev/null || echo 0)))
        if [ "$tv_age" -lt 60 ] || { [ -s "$D/finisher" ] && [ ! -f "$D/outcome" ] && [ -d "/proc/$(cat "$D/finisher")" ]; }; then
            say refused busy
            say who "$(cat "$D/who")"
            exit 0
        fi
        rm -rf "$D"
    fi
    mkdir -p "$D"
    chmod 700 "$D"
    echo "$tv_run" >"$D/run"
    echo "${SUDO_USER:-root}" >"$D/who"
    date +%s >"$D/alive"
    if [ ! -f "$D/pid" ] && [ ! -f "$D/finisher" ]; then
        if [ "$layout" = Unknown ]; then
            say refused no-worker
            rm -rf "$D"
            exit 0
        fi
        version
        target=
        if [ "$tv_action" = Update ]; then
            prepare
            [ -n "$error$problem" ] || [ "$target" != "$version" ] || problem=current
            if [ -n "$error$problem" ]; then
                say refused "${problem:-prepare}"
                say error "$error"
                say image "$image"
                say conf "$conf"
                say previous "$version"
                say target "$target"
                rm -rf "$D"
                exit 0
            fi
            echo "$target" >"$D/target"
        fi
        state
        jobs=
        [ "$service" != unclear ] || [ "$tv_force" = yes ] || tv_unclear
        [ "$service" != running ] || pool
        {
            say previous "$version"
            say target "$target"
            say service "$service"
            say ran "$jobs"
        } >"$D/begun"
        if [ "$service" != running ]; then
            tv_finish stop
        elif ! tv_drain; then
            [ "$tv_force" = yes ] || tv_unclear
            tv_finish stop
        fi
    fi
    cat "$D/begun"
    [ "$tv_drain_seconds" = 0 ] || tv_wait
    ;;
more)
    if [ -d "$D" ] && [ "$(cat "$D/run" 2>/dev/null)" = "$tv_run" ]; then tv_wait; else say stage lost; fi
    ;;
force)
    state
    jobs=
    [ "$service" != running ] || pool
    say killed "$jobs"
    tv_finish stop
    tv_wait
    ;;
end) [ "$(cat "$D/run" 2>/dev/null)" != "$tv_run" ] || rm -rf "$D" ;;
esac
