# A throwaway PostgreSQL for one dump of pg_dump's custom format, or for the files of a cluster: drill_begin makes it, drill_restore fills it from standard input, drill_look
# says what is in it, drill_end removes every trace. POSIX sh. Set before: N (a random word), MAJOR (of the pg_dump; 0 when unknown), NEED_KB, for a dump ROLES (those that it may grant things to; - when they are not known), and for the
# files of a cluster CLUSTER (its path in the tar on standard input) and VERSION (of the server that wrote them, as PG_VERSION has it). It listens on a socket in a directory of its own and on no network, and knows nothing of other clusters.
# Lines for the reader begin with "drill ".
umask 077
drill_fail() {
    echo "drill failed $1 $2"
    exit 1
}

drill_base() {
    for base in "/var/tmp/travisops-drill-$N" "/tmp/travisops-drill-$N"; do
        [ ! -d "$base" ] || return 0
    done
    return 1
}

# The programs of the oldest version that is not older than the dump's, or else the newest. Files open only with the version that wrote them.
drill_programs() {
    bin= version=0
    for d in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin /usr/local/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
        [ -x "$d/initdb" ] && [ -x "$d/pg_ctl" ] && [ -x "$d/psql" ] && [ -x "$d/pg_dump" ] && [ -x "$d/pg_restore" ] || continue
        set -- $("$d/postgres" --version 2>/dev/null)
        v=${3%%[!0-9]*}
        [ -n "$v" ] || continue
        if [ -n "${CLUSTER-}" ]; then
            case $3 in "$VERSION" | "$VERSION".* | "$VERSION"[a-z]*) ;; *) continue ;; esac
        elif [ "$version" -lt "$MAJOR" ] || [ "$version" = 0 ] || [ "$MAJOR" = 0 ]; then
            [ "$v" -gt "$version" ] || continue
        else
            [ "$v" -ge "$MAJOR" ] && [ "$v" -lt "$version" ] || continue
        fi
        bin=$d version=$v full=$3
    done
}

# PostgreSQL refuses to run as root.
drill_as() {
    if [ "$(id -u)" != 0 ]; then
        exec "$@"
    elif setpriv --reuid "$owner" --regid "$group" --clear-groups true 2>/dev/null; then
        exec setpriv --reuid "$owner" --regid "$group" --clear-groups "$@"
    else
        exec su -s /bin/sh "$owner" -c 'exec "$0" "$@"' -- "$@"
    fi
}

# Up to the first statement that fails.
drill_sql() { (drill_as "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$base" -U "$user" -d "${1:-$database}"); }

# $1: options of the server, beside those that keep it apart and quick.
drill_start() {
    (drill_as "$bin/pg_ctl" -D "$base/data" -s -w -t 120 -l "$base/log.server" -o "-k $base -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c logging_collector=off $1" start) >"$base/log" 2>&1 </dev/null
}

drill_owner() {
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    group=$(id -g "$owner")
}

drill_begin() {
    drill_programs
    [ -n "$bin" ] || [ -z "${CLUSTER-}" ] || drill_fail version "there is no PostgreSQL $VERSION here, and no other opens the files that it wrote"
    [ -n "$bin" ] || drill_fail programs "there is no PostgreSQL server here (initdb, pg_ctl, psql, pg_dump, pg_restore)"
    drill_owner
    base=
    for d in /var/tmp /tmp; do
        free=$(df -Pk "$d" 2>/dev/null | awk 'END { print $4 }')
        if [ "${free:-0}" -ge "$NEED_KB" ]; then
            base=$d/travisops-drill-$N
            break
        fi
    done
    [ -n "$base" ] || drill_fail space "neither /var/tmp nor /tmp has the $NEED_KB KiB that a restored database may need"
    mkdir "$base" || drill_fail folder "$base can't be made"
    [ "$(id -u)" != 0 ] || chown "$owner" "$base"
    cd "$base" || exit 1
    echo "drill server $full"
    [ -z "${CLUSTER-}" ] || return 0
    (drill_as "$bin/initdb" -D "$base/data" -U postgres -A trust -E UTF8 --locale=C -N) >"$base/log" 2>&1 </dev/null || drill_fail initdb "$(tail -n 1 "$base/log")"
    drill_start || drill_fail start "$(tail -n 1 "$base/log.server" 2>/dev/null)"
    user=postgres
    echo "CREATE DATABASE travis_drill TEMPLATE template0 ENCODING 'UTF8';" | drill_sql postgres || drill_fail database "the database could not be made"
    echo "travis_drill postgres" >"$base/opened"
}

# Where drill_begin, in another shell, left things.
drill_open() {
    drill_base && drill_owner && drill_programs && cd "$base" || return
    [ ! -e "$base/opened" ] || read -r database user <"$base/opened"
}

# The files of a cluster, as they were taken. Its own settings are not used: they name other folders, and may start other programs.
drill_files() {
    exec 5<&0
    (drill_as tar -x --no-same-owner -C "$base" -f - "$CLUSTER") <&5 5<&- >"$base/log" 2>&1 &
    echo $! >"$base/tar.pid"
    exec 5<&-
    wait $! || drill_fail unpack "$(tail -n 1 "$base/log")"
    rm "$base/tar.pid"
    cat >/dev/null
    mv "$base/$CLUSTER" "$base/data" || exit 1
    for d in "$base/data/pg_wal" "$base/data/pg_xlog" "$base/data"/pg_tblspc/*; do
        [ ! -L "$d" ] || drill_fail outside "the cluster has a part outside its folder (${d#"$base/data/"}), which the backup may not have"
    done
    rm -f "$base/data/postmaster.pid" "$base/data/postmaster.opts"
    : >"$base/data/postgresql.auto.conf"
    : >"$base/postgresql.conf"
    : >"$base/pg_ident.conf"
    echo 'local all all trust' >"$base/pg_hba.conf"
    [ "$(id -u)" != 0 ] || chown "$owner" "$base"/*.conf "$base/data/postgresql.auto.conf"
    chmod 700 "$base/data"
    drill_start "-c config_file=$base/postgresql.conf -c hba_file=$base/pg_hba.conf -c ident_file=$base/pg_ident.conf" ||
        drill_fail crash "the server does not start on these files: $(grep -E 'FATAL|PANIC' "$base/log.server" 2>/dev/null | tail -n 1 | cut -c1-300)"
    for user in postgres travis ''; do
        [ -n "$user" ] || drill_fail connect "neither postgres nor travis may log in there: $(tail -n 1 "$base/log.server")"
        # travis_production, or else the largest.
        database=$(echo "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY (datname = 'travis_production') DESC, pg_database_size(datname) DESC LIMIT 1;" | drill_sql postgres 2>/dev/null) && break
    done
    case $database in '' | *[!A-Za-z0-9_.-]*) drill_fail restore "there is no database in it" ;; esac
    # Whom everything is open to, whatever the name is.
    user=$(echo 'SELECT rolname FROM pg_roles WHERE rolsuper AND rolcanlogin ORDER BY oid LIMIT 1;' | drill_sql 2>"$base/log") || drill_fail crash "$(tail -n 1 "$base/log")"
    echo "$database $user" >"$base/opened"
    drill_read
}

# All of every database: what is damaged in one that is not looked at, or beside its rows (TOAST), no count would meet.
drill_read() {
    echo 'SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1;' | drill_sql >"$base/databases" 2>"$base/log" || drill_fail crash "$(tail -n 1 "$base/log")"
    errors=0 first=
    while IFS= read -r d; do
        (PGDATABASE=$d && export PGDATABASE && drill_as "$bin/pg_dump" -h "$base" -U "$user") </dev/null >/dev/null 2>"$base/errors" && continue
        errors=$((errors + 1))
        [ $errors -gt 1 ] || first="$d: $( (grep 'ERROR: ' "$base/errors" || grep -v '^$' "$base/errors") | head -n 1 | cut -c1-300)"
    done <"$base/databases"
    drill_runs
    echo "drill errors $errors $first"
}

drill_runs() { [ -e "$base/data/postmaster.pid" ] || drill_fail crash "the server ended: $(tail -n 1 "$base/log.server")"; }

# They come as hexadecimal digits of UTF-8, of which the server makes statements.
drill_roles() {
    for r in $ROLES; do
        echo "SELECT format('CREATE ROLE %I NOLOGIN;', n) FROM (SELECT convert_from(decode('${r#x}', 'hex'), 'UTF8') AS n) x WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = n);"
    done | drill_sql postgres >"$base/roles" 2>"$base/log" && drill_sql postgres <"$base/roles" >/dev/null 2>"$base/log" || drill_fail restore "its roles can't be made: $(tail -n 1 "$base/log" | cut -c1-300)"
}

drill_restore() {
    drill_open || drill_fail folder "the throwaway cluster is gone"
    [ -z "${CLUSTER-}" ] || { drill_files; return; }
    # As a restore does, so that it proves the same.
    privileges=
    if [ "$ROLES" = - ]; then privileges=--no-privileges; else drill_roles; fi
    (drill_as "$bin/pg_restore" -h "$base" -U postgres -d travis_drill --no-owner --no-tablespaces $privileges) >/dev/null 2>"$base/errors"
    status=$?
    drill_runs
    ! grep -q 'unsupported version' "$base/errors" || drill_fail version "no PostgreSQL here reads it: $(grep -v '^$' "$base/errors" | tail -n 1 | cut -c1-300)"
    # It goes on behind an error of the server, and says at the end that there were some. What it can't read ends it.
    errors=$(grep -c 'ERROR: ' "$base/errors")
    [ $status -eq 0 ] || [ "$errors" -gt 0 ] && ! grep -q 'pg_restore: \(fatal\|\[archiver\]\|\[custom archiver\]\)' "$base/errors" ||
        drill_fail restore "$(grep -v '^$' "$base/errors" | tail -n 1 | cut -c1-300)"
    echo "drill errors $errors $(grep 'ERROR: ' "$base/errors" | head -n 1 | cut -c1-300)"
}

# As many rows of each encrypted column as are worth a proof, those that say that they are encrypted first.
drill_rows() {
    echo "SELECT 'drill row $1', id, v FROM (SELECT id, $2 AS v FROM $3) x WHERE length(v) BETWEEN 1 AND 12000 ORDER BY (v LIKE '--ENCR--%') DESC, id DESC LIMIT 12;" | drill_sql 2>/dev/null | tr '|' ' '
}

drill_look() {
    drill_open || drill_fail folder "the throwaway cluster is gone"
    echo "SELECT format('SELECT '' '' || %L || ''='' || count(*) FROM %I.%I;', schemaname || '.' || tablename, schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1" |
        drill_sql >"$base/tables" 2>"$base/log" && drill_sql <"$base/tables" >"$base/counts" 2>"$base/log" && [ "$(wc -l <"$base/tables")" = "$(wc -l <"$base/counts")" ] ||
        drill_fail crash "not every table can be counted: $(tail -n 1 "$base/log" | cut -c1-300)"
    echo "drill counts$(tr -d '\n' <"$base/counts")"
    drill_rows users.github_oauth_token github_oauth_token users
    drill_rows users.vcs_oauth_token vcs_oauth_token users
    drill_rows ssl_keys.private_key private_key ssl_keys
    drill_rows repositories.settings "json_array_elements(settings::json -> 'env_vars') ->> 'value'" repositories
    drill_rows repositories.ssh_key "settings::json -> 'ssh_key' ->> 'value'" repositories
    echo "drill done"
}

drill_end() {
    for base in "/var/tmp/travisops-drill-$N" "/tmp/travisops-drill-$N"; do
        [ -d "$base" ] || continue
        [ ! -s "$base/tar.pid" ] || kill -KILL "$(cat "$base/tar.pid")" 2>/dev/null
        if server=$(head -n 1 "$base/data/postmaster.pid" 2>/dev/null) && [ -n "$server" ]; then
            kill -QUIT "$server" 2>/dev/null
            i=0
            while kill -0 "$server" 2>/dev/null && [ $i -lt 10 ]; do
                i=$((i + 1))
                sleep 1
            done
            kill -KILL "$server" 2>/dev/null
        fi
        rm -rf "$base" || { sleep 1; rm -rf "$base"; }
    done
}
