# The databases of a restore. The new ones are filled under other names while the old ones serve; then they change names, all in one transaction, so that there is
# no state between that a cut could leave. It takes no more than an owner's rights, but for roles, and PostgreSQL 9.2. POSIX sh. Set before: ID (a time), DBS, DatabaseShell with te, clusters of BackupShell,
# and step, mark and marked of restore.sh.

# Statements on standard input, up to the first that fails; rows come bare. What runs in the container does not end with what asked for it, so it can be told by its name.
sql() { (limit='timeout -k 5 300'; in_te "PGAPPNAME=travisops-restore-$ID; export PGAPPNAME; exec psql -X -q -A -t -v ON_ERROR_STOP=1 -U travis -h 127.0.0.1 -d postgres" -i); }

databases() { echo 'SELECT datname FROM pg_database;' | sql; }
has() { printf '%s\n' "$names" | grep -qxF -- "$1"; }

again() { "$@" || { sleep 1 && "$@"; } || { sleep 1 && "$@"; }; }

# Whoever connects behind the second statement waits until the end of the transaction, and for those before it the third waits five seconds. One that slips in between makes
# it fail; then it is done again.
rename() {
    echo 'SELECT pg_stat_clear_snapshot();'
    leave "$1"
    echo "ALTER DATABASE \"$1\" RENAME TO \"$2\";"
}

leave() { echo "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$1' AND pid <> pg_backend_pid();"; }

swap_databases() {
    names=$(databases) || return
    for db in $DBS; do
        has "${db}_restored_$ID" || { echo "the database ${db}_restored_$ID is not there any more" >&2; return 1; }
        ! has "$db" || { step "replaces $db" && mark "had $db"; } || return
    done
    mark databases && again exchange
}

exchange() {
    {
        echo 'BEGIN;'
        for db in $DBS; do
            ! marked "had $db" || rename "$db" "${db}_before_$ID"
            rename "${db}_restored_$ID" "$db"
        done
        echo 'COMMIT;'
    } | sql >/dev/null
}

exchange_back() {
    names=$(databases) || return
    {
        echo 'BEGIN;'
        for db in $DBS; do
            if has "${db}_before_$ID"; then
                ! has "$db" || rename "$db" "${db}_restored_$ID"
                rename "${db}_before_$ID" "$db"
            elif has "$db" && ! marked "had $db"; then
                rename "$db" "${db}_restored_$ID"
            fi
        done
        echo 'COMMIT;'
    } | sql >/dev/null
}

# An exchange that was cut off may be under way, or even begin late. It is ended, and once the new databases are gone it can't be done any more.
swap_back() {
    quiet && drop_restored && again exchange_back && drop_restored || return
    names=$(databases) || return
    for db in $DBS; do
        if marked "had $db"; then has "$db" && ! has "${db}_before_$ID"; else ! has "$db"; fi || return
    done
}

quiet() {
    i=0
    while n=$(echo "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'travisops-restore-$ID' AND pid <> pg_backend_pid();" | sql) && [ "$n" != 0 ]; do
        i=$((i + 1))
        [ $i -lt 30 ] || return
        sleep 1
    done
    [ "$n" = 0 ]
}

drop_restored() {
    for db in $DBS; do
        again drop "${db}_restored_$ID" || return
    done
}

drop() {
    {
        echo 'SET client_min_messages = warning;'
        leave "$1"
        echo "DROP DATABASE IF EXISTS \"$1\";"
    } | sql >/dev/null
}

# The server that answers now is the one that has the new databases, and the old ones.
serves_restored() {
    await_server
    names=$(databases) || return
    for db in $DBS; do
        has "$db" && { ! marked "had $db" || has "${db}_before_$ID"; } || { echo "te-main's PostgreSQL has other files than before: $db or its old form is not in it" >&2; return 1; }
    done
}

# It takes a moment after the application has started.
await_server() {
    e=$(($(date +%s) + 60))
    until echo 'SELECT 1;' | sql >/dev/null 2>&1 || [ "$(date +%s)" -ge $e ]; do
        sleep 1
        te_find 2>/dev/null
    done
}

# make_database NAME NEW [ENCODING COLLATE CTYPE]: an empty one, with what the one of that name has, or else with what is given. Where the server has no such locale it gets the
# server's own, which is told.
make_database() {
    db=$1 new=$2
    l=$(echo "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = '$db';" | sql | tr '|' ' ') && [ -n "$l" ] || l="${3-} ${4-} ${5-}"
    case $l in *[!A-Za-z0-9_.@\ -]*) set -- ;; *) set -- $l ;; esac
    if [ $# = 3 ] && create "--encoding='$1' --lc-collate='$2' --lc-ctype='$3' $new"; then return; fi
    create "$new" && step "locale $new ${*:-unknown}"
}

create() { (limit='timeout -k 5 300'; in_te "exec createdb -U travis -h 127.0.0.1 -T template0 $1" </dev/null); }

# Names and values of the backup come as an x and hexadecimal digits of UTF-8, which no shell and no statement takes for anything else. The server itself makes statements of them.
utf8() { echo "convert_from(decode('${1#x}', 'hex'), 'UTF8')"; }
made() { s=$(echo "SELECT $1;" | sql) && { [ -z "$s" ] || printf '%s\n' "$s" | sql >/dev/null 2>&1 || printf '%s\n' "$s" | sql_as_postgres >/dev/null; }; }

# What an owner of databases may not: as the server's own user, by the network or by its socket.
sql_as_postgres() {
    (limit='timeout -k 5 300'; in_te 'p="psql -X -q -A -t -w -v ON_ERROR_STOP=1 -U postgres -d postgres" s=$(cat)
        printf "%s\n" "$s" | $p -h 127.0.0.1 2>/dev/null || printf "%s\n" "$s" | su -s /bin/sh postgres -c "PATH=$PATH; unset PGPASSWORD; exec $p"' -i)
}

# make_roles LINES: a role and those that it is a member of. One that is missing is made, without a password and so that nobody can log in by it. Sets MADE.
make_roles() {
    MADE=
    [ -n "$1" ] || return 0
    l=$(printf '%s\n' "$1" | while read -r r g; do echo "SELECT '$r' WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $(utf8 "$r"));"; done | sql) || return
    for r in $l; do
        if made "format('CREATE ROLE %I NOLOGIN;', $(utf8 "$r"))"; then
            MADE="$MADE $r"
            step "role $r"
        else
            step "norole $r"
        fi
    done
    printf '%s\n' "$1" | while read -r r g; do
        case "$MADE " in *" $r "*) ;; *) continue ;; esac
        for p in $g; do
            made "format('GRANT %I TO %I;', rolname, $(utf8 "$r")) FROM pg_roles WHERE rolname = $(utf8 "$p")" || step "nogrant $r $p"
        done
    done
}

# set_settings DATABASE LINES: database, role or everywhere; a role; a name; a value; its parts. What a role has everywhere it gets in this database, since others are in use:
# but for one that was made just now, and one that has the same already.
set_settings() {
    printf '%s\n' "$2" | while read -r k r n raw v; do
        [ -n "$k" ] || continue
        w= t=
        for p in $v; do t="$t${t:+ || ', ' || }quote_literal($(utf8 "$p"))"; done
        case $k in everywhere)
            case "$MADE " in *" $r "*) ;; *)
                k=role w=" WHERE NOT EXISTS (SELECT 1 FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole WHERE s.setdatabase = 0 AND r.rolname = $(utf8 "$r") AND $(utf8 "$n") || '=' || $(utf8 "$raw") = ANY (s.setconfig))"
                ;;
            esac
            ;;
        esac
        case $k in
        database) f="'ALTER DATABASE %I SET %I TO ', '$1', $(utf8 "$n")" ;;
        role) f="'ALTER ROLE %I IN DATABASE %I SET %I TO ', $(utf8 "$r"), '$1', $(utf8 "$n")" ;;
        *) f="'ALTER ROLE %I SET %I TO ', $(utf8 "$r"), $(utf8 "$n")" ;;
        esac
        made "format($f) || $t || ';'$w" || step "nosetting $r $n $raw"
    done
}

# Sets SERVER to a process's way to the folder that te-main's server works in, and used to the inodes of those of all its servers.
find_server() {
    SERVER= used=' '
    m=$(readlink "/proc/$(docker_inspect '{{.State.Pid}}')/ns/mnt")
    for p in /proc/[0-9]*; do
        { read -r n <"$p/comm"; } 2>/dev/null || continue
        case $n in postgres | postmaster) ;; *) continue ;; esac
        [ "$(readlink "$p/ns/mnt")" = "$m" ] && n=$(stat -L -c %d:%i "$p/cwd" 2>/dev/null) || continue
        used="$used$n " SERVER=$p/cwd
    done
    [ -n "$SERVER" ] || { echo "a PostgreSQL answers in te-main, but none runs there, so that it is not known where its files are" >&2; return 1; }
}

# Says which parts of the server's files are links to folders below PATHS: they have other names in the container, and are recognised by their inodes. One that is not found in time
# may be there.
server_parts() {
    for d in "$SERVER/pg_wal" "$SERVER/pg_xlog" "$SERVER"/pg_tblspc/*; do
        [ -L "$d" ] || continue
        t=$(readlink "$d")
        case $t in /*) i=${SERVER%/cwd}/root$t ;; *) i=${d%/*}/$t ;; esac
        [ -d "$i" ] || continue
        for p in $PATHS; do
            [ -d "$p/" ] || continue
            f=$(timeout -k 2 60 find "$p/" -type d -samefile "$i" -print -quit 2>/dev/null)
            [ $? -lt 124 ] || f=$p
            [ -z "$f" ] || echo "part ${d#"$SERVER/"} $f"
        done
    done
}

# Sets CLUSTERS to the folders below the application's that te-main's servers work in, recognised by their inodes, since they have other names in the container.
find_clusters() {
    CLUSTERS=
    find_server || return
    l=$(clusters 600) || { echo "PostgreSQL's files were not found within ten minutes" >&2; return 1; }
    for d in $l; do
        case $used in *" $(stat -c %d:%i "$d") "*) CLUSTERS="$CLUSTERS $d" ;; esac
    done
}
