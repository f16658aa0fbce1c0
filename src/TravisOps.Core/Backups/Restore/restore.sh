# Puts a backup that was unpacked in a staging folder in the place of the platform's data. POSIX sh, as root. Set before: ID (a time), STAGE (the staging
# folder, on the file system of the data), PATHS (folders without white space), DBS (databases; empty for a backup of files), and DatabaseShell with te,
# stop_app, start_app. What was there before is renamed, never deleted, and nothing is deleted that did not come out of the staging folder. Lines for the
# reader begin with "restore ".
umask 022
step() { echo "restore $*"; }

# How far it came, for the way back, which knows nothing else. Each line is one write: it is there whole or not at all.
mark() { echo "$*" >>"$STAGE/.travisops-step"; }
marked() { grep -qxF -- "$*" "$STAGE/.travisops-step" 2>/dev/null; }

# to_disk FOLDER: what was written to its file system outlives a loss of power. sync of coreutils before 8.24 (Ubuntu 14.04) knows all file systems only.
to_disk() { if sync --help 2>/dev/null | grep -q file-system; then sync -f "$1"; else sync; fi; }

# A folder that is a mount of its own can't be renamed: then what is in it is.
is_mount() { awk -v p="$1" '$2 == p { f = 1 } END { exit !f }' /proc/self/mounts; }

before_of() { if is_mount "$1"; then echo "$1/.before-restore-$ID"; else echo "$1.before-restore-$ID"; fi; }

# move_children FROM TO: everything, hidden files too, but what restores keep there and what the file system itself has.
move_children() {
    find "$1" -mindepth 1 -maxdepth 1 ! -name '.before-restore-*' ! -name '.rejected-restore-*' ! -name '.travisops-restore-*' ! -name lost+found -print >/dev/null || return
    find "$1" -mindepth 1 -maxdepth 1 ! -name '.before-restore-*' ! -name '.rejected-restore-*' ! -name '.travisops-restore-*' ! -name lost+found -exec mv -t "$2" -- {} +
}

# The time of a folder of before, which it loses as soon as something is moved out of it.
keep_time() { mark "time $1 $2"; }
give_times() {
    sed -n 's/^time //p' "$STAGE/.travisops-step" | while read -r d t; do touch -d "$t" "$d" || return; done
}

set_aside() {
    b=$(before_of "$1")
    if is_mount "$1"; then
        # It remembers owner, mode and time of what it stands for. The way back needs the first two as soon as it is there.
        t=$(stat -c %y "$1") && keep_time "$1" "$t" || return
        mkdir -m 700 "$b.new" && chown --reference="$1" "$b.new" && chmod --reference="$1" "$b.new" && mv -T -- "$b.new" "$b" && move_children "$1" "$b" && touch -d "$t" "$b"
    elif [ -e "$1" ]; then
        mv -T -- "$1" "$b"
    fi
}

# From the mark on, what is at the path comes out of the staging folder.
put() {
    if is_mount "$1"; then
        # The folder stays; it gets the owner, mode and time of the restored one, which has the time until it is emptied.
        t=$(stat -c %y "$STAGE$1") && mark "put $1" || return
        move_children "$STAGE$1" "$1" && chown --reference="$STAGE$1" "$1" && chmod --reference="$STAGE$1" "$1" && touch -d "$t" "$1"
    else
        { [ ! -e "$1" ] || rmdir "$1"; } && mark "put $1" && mv -T -- "$STAGE$1" "$1"
    fi
}

# What came out of the staging folder goes away again, and what was there before comes back. Without the mark all that is there is of before.
take_back() {
    b=$(before_of "$1") r=$STAGE.rejected$1
    if is_mount "$1"; then
        if marked "put $1"; then
            mkdir -p "$r" && move_children "$1" "$r" || return
        fi
        [ ! -d "$b.new" ] || rmdir "$b.new" || return
        if [ -d "$b" ]; then
            move_children "$b" "$1" && chown --reference="$b" "$1" && chmod --reference="$b" "$1" && rmdir "$b"
        fi
    else
        if [ -e "$1" ] && marked "put $1"; then
            mkdir -p "${r%/*}" && mv -T -- "$1" "$r" || return
        fi
        [ ! -e "$b" ] || { { [ ! -e "$1" ] || rmdir "$1"; } && mv -T -- "$b" "$1"; }
    fi
}

# A cluster stays where its server has it: the new databases are in it, beside the old ones. What the backup has of its files was read while they were written.
claim_clusters() {
    for d in $CLUSTERS; do
        mark "cluster $d" || return
        [ ! -d "$STAGE$d" ] || find "$STAGE$d" -mindepth 1 -delete || return
    done
}

# The folders that it leaves and comes into keep their times.
keep_clusters() {
    marked "put /var/travis" || return 0
    for d in $CLUSTERS; do
        b=$(before_of /var/travis)${d#/var/travis}
        mkdir -p "${d%/*}" && f=$(stat -c %y "${b%/*}") && t=$(stat -c %y "${d%/*}") && keep_time "${d%/*}" "$f" || return
        [ ! -e "$d" ] || rmdir "$d" || return
        mv -T -- "$b" "$d" && touch -d "$f" "${b%/*}" && touch -d "$t" "${d%/*}" || return
        step "cluster $d"
    done
}

# Before the restored files go. In these no cluster is left, so that what is there is the one that was kept.
return_clusters() {
    marked "put /var/travis" || return 0
    for d in $(sed -n 's/^cluster //p' "$STAGE/.travisops-step"); do
        [ ! -e "$d/global/pg_control" ] || mv -T -- "$d" "$(before_of /var/travis)${d#/var/travis}" || return
    done
}

# ---- The whole

# On a mount it is in the folder whose time was put right.
remove_stage() {
    t=$(stat -c %y /var/travis)
    rm -rf "$STAGE" "$STAGE.rejected"
    case $STAGE in /var/travis/*) touch -d "$t" /var/travis ;; esac
}

# Old and new change places, or what is beside is given up: what comes first keeps the other from it.
begin_once() { mkdir "$STAGE/.travisops-begun" 2>/dev/null || { echo 'it was given up, or its staging folder is gone' >&2; return 1; }; }

swap() {
    begin_once || return
    if [ -n "$DBS" ]; then
        find_clusters && claim_clusters || return
        step databases
        swap_databases || return
    fi
    step stop
    mark stop || return
    (stop_app) || return
    step files
    mark files || return
    for p in $PATHS; do
        # Left out of the backup: what is there stays.
        [ -d "$STAGE$p" ] || continue
        set_aside "$p" && put "$p" || return
        b=$(before_of "$p")
        if [ -e "$b" ]; then step "aside $p $b"; else step "aside $p"; fi
    done
    [ -z "$DBS" ] || keep_clusters || return
    step start
    (start_app) || return
    step health
    te_healthy || return
    [ -z "$DBS" ] || serves_restored || return
    for p in $PATHS; do
        [ ! -d "$p" ] || to_disk "$p" || { echo "what was restored can't be put on the disk: $p" >&2; return 1; }
    done
    mark done || return
    step done
}

# Whatever happened after swap began, as long as it did not come to its end.
way_back() {
    if marked done; then
        remove_stage
        return
    fi
    step "back $(tail -n 1 "$STAGE/.travisops-step" 2>/dev/null)"
    if marked files; then
        (stop_app) || { stuck "the application does not stop"; return; }
        return_clusters || { stuck "PostgreSQL's files can't be moved"; return; }
        for p in $PATHS; do
            take_back "$p" || { stuck "$p can't be put back"; return; }
        done
        give_times || { stuck "a folder's time can't be put back"; return; }
    fi
    # It may be the restored databases that it does not start on; their server is up all the same.
    down=
    ! marked stop || (start_app) || down="the application does not start on the old folders, and "
    if marked databases; then
        await_server
        swap_back || { stuck "${down}the databases can't be exchanged back"; return; }
    elif [ -n "$DBS" ]; then
        # They are beside those in use.
        drop_restored
    fi
    [ -z "$down" ] || (start_app) || { stuck "the data is back in its place, and the application does not start"; return; }
    if marked stop || marked databases; then
        s=$(te_healthy 2>&1) || step "unwell $s"
    fi
    remove_stage
    step returned
}

# What is where, for whoever has to go on by hand.
stuck() {
    for p in $PATHS; do
        b=$(before_of "$p")
        [ ! -e "$b" ] || step "still $b"
    done
    if ! marked databases; then
        step "live old"
    elif names=$(databases 2>/dev/null); then
        for db in $DBS; do
            if has "${db}_before_$ID"; then step "kept $db ${db}_before_$ID"; fi
        done
        step "live known"
    fi
    step "stuck $*"
    return 1
}
