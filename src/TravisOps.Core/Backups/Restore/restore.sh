# Puts a backup that was unpacked in a staging folder in the place of the platform's data. POSIX sh, as root. Set before: ID (a time), STAGE (the staging
# folder, on the file system of the data), PATHS (folders without white space), DBS (databases; empty for a backup of files), and find_te, in_te,
# stop_app, start_app. What was there before is renamed, never deleted. Lines for the reader begin with "restore ".
step() { echo "restore $*"; }

# A folder that is a mount of its own can't be renamed: then what is in it is.
is_mount() { awk -v p="$1" '$2 == p { f = 1 } END { exit !f }' /proc/self/mounts; }

before_of() { if [ -d "$1" ] && is_mount "$1"; then echo "$1/.before-restore-$ID"; else echo "$1.before-restore-$ID"; fi; }

# move_children FROM TO: everything, hidden files too, but safety copies and what the file system itself has.
move_children() {
    find "$1" -mindepth 1 -maxdepth 1 ! -name '.before-restore-*' ! -name '.travisops-restore-*' ! -name lost+found -print >/dev/null || return
    find "$1" -mindepth 1 -maxdepth 1 ! -name '.before-restore-*' ! -name '.travisops-restore-*' ! -name lost+found -exec mv -t "$2" -- {} +
}

set_aside() {
    [ -d "$1" ] || return 0
    b=$(before_of "$1")
    if is_mount "$1"; then
        # It remembers owner, mode and time of what it stands for. The way back gives them back, so it has them before it has its name.
        t=$(stat -c %y "$1")
        mkdir -m 700 "$b.new" && chown --reference="$1" "$b.new" && chmod --reference="$1" "$b.new" && mv -T -- "$b.new" "$b" && move_children "$1" "$b" && touch -d "$t" "$b"
    else
        mv -T -- "$1" "$b"
    fi
}

put() {
    if [ -d "$1" ]; then
        # The folder stays; it gets the owner, mode and time of the restored one, which has the time until it is emptied.
        t=$(stat -c %y "$STAGE$1")
        move_children "$STAGE$1" "$1" && chown --reference="$STAGE$1" "$1" && chmod --reference="$STAGE$1" "$1" && touch -d "$t" "$1"
    else
        mv -T -- "$STAGE$1" "$1"
    fi
}

# move_kept FROM TO: a folder is moved to where nothing or an empty one is; those that it leaves and comes into keep their times.
move_kept() {
    a=$(stat -c %y "${1%/*}") && b=$(stat -c %y "${2%/*}") || return
    [ ! -e "$2" ] || rmdir "$2" || return
    mv -T -- "$1" "$2" && touch -d "$a" "${1%/*}" && touch -d "$b" "${2%/*}"
}

# The cluster stays where the server of te-main has it: its new database is in it, beside the old one.
keep_clusters() {
    for d in $(find "$(before_of /var/travis)" -xdev -maxdepth 4 -path '*/global/pg_control' 2>/dev/null | sed 's,/global/pg_control$,,'); do
        t=/var/travis${d#"$(before_of /var/travis)"}
        move_kept "$d" "$t" || return
        step "cluster $t"
    done
}

return_clusters() {
    for d in $(find /var/travis -xdev -maxdepth 4 -path '*/global/pg_control' ! -path '*/.before-restore-*' 2>/dev/null | sed 's,/global/pg_control$,,'); do
        move_kept "$d" "$(before_of /var/travis)${d#/var/travis}" || return
    done
}

# ---- Databases: the new one is filled under another name while the old one serves.

sql() { in_te "psql -X -q -v ON_ERROR_STOP=1 -U travis -h 127.0.0.1 -d postgres -c \"$1\""; }

rename_database() {
    sql "ALTER DATABASE \\\"$1\\\" ALLOW_CONNECTIONS false" &&
        sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$1' AND pid <> pg_backend_pid()" >/dev/null &&
        sql "ALTER DATABASE \\\"$1\\\" RENAME TO \\\"$2\\\"" && sql "ALTER DATABASE \\\"$2\\\" ALLOW_CONNECTIONS true"
}

has_database() { [ -n "$(in_te "psql -X -A -t -U travis -h 127.0.0.1 -d postgres -c \"SELECT 1 FROM pg_database WHERE datname = '$1'\"")" ]; }

# A connection that slips in between makes it fail once.
rename_or_retry() { rename_database "$1" "$2" || { sleep 1; rename_database "$1" "$2"; }; }

swap_databases() {
    for db in $DBS; do
        if has_database "$db"; then rename_or_retry "$db" "${db}_before_$ID" || return; fi
        rename_or_retry "${db}_restored_$ID" "$db" || return
    done
}

# Backwards, from wherever it stopped.
swap_back() {
    sql 'SELECT 1' >/dev/null || return
    for db in $DBS; do
        has_database "${db}_before_$ID" || continue
        if has_database "$db"; then rename_or_retry "$db" "${db}_restored_$ID" || return; fi
        rename_or_retry "${db}_before_$ID" "$db" || return
    done
}

drop_restored() {
    for db in $DBS; do
        sql "DROP DATABASE IF EXISTS \\\"${db}_restored_$ID\\\"" || return
    done
}

# ---- The whole

healthy() {
    i=0
    while [ $i -lt 120 ]; do
        c=$(find_te)
        r=$(docker exec "$c" sh -c 'wget -q -T 5 -O - http://127.0.0.1/api/uptime || curl -fs -m 5 http://127.0.0.1/api/uptime' 2>/dev/null || curl -fsk -m 5 https://127.0.0.1/api/uptime 2>/dev/null)
        [ "$r" != OK ] || return 0
        i=$((i + 1))
        sleep 1
    done
    echo "te-main does not say OK at /api/uptime: $r" >&2
    return 1
}

# On a mount it is in the folder whose time was put right.
remove_stage() {
    t=$(stat -c %y /var/travis)
    rm -rf "$STAGE" "$STAGE.rejected"
    case $STAGE in /var/travis/*) touch -d "$t" /var/travis ;; esac
}

mark() { echo "$1" >"$STAGE/.travisops-step"; }
marked() { cat "$STAGE/.travisops-step" 2>/dev/null; }

swap() {
    if [ -n "$DBS" ]; then
        step databases
        mark databases
        swap_databases || return
    fi
    step stop
    mark stop
    (stop_app) || return
    step files
    mark files
    for p in $PATHS; do
        [ -d "$STAGE$p" ] || continue
        set_aside "$p" && put "$p" || return
        step "aside $p $(before_of "$p")"
    done
    [ -z "$DBS" ] || keep_clusters || return
    step start
    mark start
    (start_app) || return
    step health
    healthy || return
    mark done
    step done
}

# Whatever happened after swap began, as long as it did not come to its end.
way_back() {
    m=$(marked)
    c=$(find_te)
    case $m in
    done)
        remove_stage
        return 0
        ;;
    '') return 0 ;;
    esac
    step "back $m"
    case $m in
    files | start)
        (stop_app) || { step "stuck the application does not stop"; return 1; }
        # The restored files have no cluster of their own then: what is there is the one that was kept.
        if [ -n "$DBS" ] && [ -d "$(before_of /var/travis)" ]; then
            return_clusters || { step "stuck $(before_of /var/travis)"; return 1; }
        fi
        for p in $PATHS; do
            b=$(before_of "$p")
            [ -d "$b" ] || continue
            mkdir -p "$STAGE.rejected$p"
            if is_mount "$p"; then
                t=$(stat -c %y "$b")
                move_children "$p" "$STAGE.rejected$p" && move_children "$b" "$p" && chown --reference="$b" "$p" && chmod --reference="$b" "$p" && rmdir "$b" && touch -d "$t" "$p" \
                    || { step "stuck $b"; return 1; }
            else
                [ ! -d "$p" ] || mv -- "$p" "$STAGE.rejected$p/" || { step "stuck $b"; return 1; }
                mv -T -- "$b" "$p" || { step "stuck $b"; return 1; }
            fi
        done
        ;;
    esac
    case $m in
    stop | files | start)
        (start_app) || { step "stuck the data is back in its place, and the application does not start"; return 1; }
        ;;
    esac
    if [ -n "$DBS" ]; then
        c=$(find_te)
        await_server
        swap_back && drop_restored || { step "stuck the databases"; return 1; }
    fi
    remove_stage
    step returned
}

# The server takes a moment after the application has started.
await_server() {
    i=0
    until sql 'SELECT 1' >/dev/null 2>&1 || [ $i -ge 60 ]; do
        i=$((i + 1))
        sleep 1
    done
}
