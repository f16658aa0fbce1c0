# Exchanges of databases in a real PostgreSQL, cut off behind each of their statements, in namespaces of their own. Set before: DBS, THERE (those that are there before); restore
# makes the text that is tested, and a test's function follows.
W=/var/w ID=20261126090000 STAGE=/var/w/stage B=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1) DATA=/var/travis/postgresql/15/main/of/te-main
mount -t tmpfs none /var && mkdir -p $W/bin && ip link set lo up || exit
export W B CUT
as_postgres() { (cd / && exec setpriv --reuid postgres --regid postgres --clear-groups "$@"); }
install -d -o postgres $W/pg ${DATA%/*} $DATA
as_postgres $B/initdb -D $DATA -U postgres -A trust -E UTF8 --locale=C -N >/dev/null || exit
as_postgres $B/pg_ctl -D $DATA -s -w -l $W/pg/log -o "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c port=5432" start || exit
trap 'as_postgres $B/pg_ctl -D $DATA -s -m immediate stop' EXIT

# Of an exchange as many statements as CUT says get through, then everything on this side is killed. late: they come when nobody expects them any more; busy: they go on.
cat >$W/bin/psql <<'EOS'
#!/bin/sh
s=$(cat)
send() { "$B/psql" "$@"; }
case "$CUT $s" in
busy*RENAME*)
    printf '%s\n' "$s" | sed '$s/^/SELECT pg_sleep(3600);\n/' | setsid "$B/psql" "$@" >/dev/null 2>&1 &
    until [ "$(echo "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'" | PGAPPNAME=test send -XqAt -U travis -h 127.0.0.1 -d postgres)" = 1 ]; do sleep 0.1; done
    ;;
late*RENAME*) printf '%s\n' "$s" >$W/late ;;
[0-9]*RENAME*)
    printf '%s\n' "$s" | head -n "$CUT" | send "$@"
    [ "$CUT" -le "$(printf '%s\n' "$s" | wc -l)" ] || exit 0
    ;;
*) printf '%s\n' "$s" | send "$@"; exit ;;
esac
kill -KILL 0
EOS
chmod +x $W/bin/psql
ask() { $B/psql -XqAt -v ON_ERROR_STOP=1 -U travis -h 127.0.0.1 "$@"; }
# No more than an owner's rights.
ask -d postgres -U postgres -c 'CREATE ROLE travis LOGIN CREATEDB' || exit

cat >$W/stubs <<'EOS'
te_find() { te=c; }
in_te() { sh -c "$1"; }
te_find
stop_app() { :; }
start_app() { eval "$START"; }
docker() { echo $$; }
timeout() { shift 3; "$@"; }
docker_inspect() { docker; }
te_healthy() { eval "$HEALTHY"; }
EOS

run() {
    { echo "ID=$ID STAGE=$STAGE PATHS= DBS='$DBS'"; restore; cat $W/stubs; echo "$1"; } >$W/run
    PATH=$W/bin:/usr/bin:/bin setsid -w sh $W/run >$W/out 2>&1
}

make() { ask -d postgres -c "CREATE DATABASE \"$1\" TEMPLATE template0" && ask -d "$1" -c "CREATE TABLE is_$2 ()"; }

begin() {
    rm -rf $STAGE
    mkdir $STAGE
    ask -d postgres -c "SELECT datname FROM pg_database WHERE datname LIKE 'travis%'" | while read -r db; do ask -d postgres -c "DROP DATABASE \"$db\""; done
    for db in $THERE; do make $db old; done
    for db in $DBS; do make ${db}_restored_$ID new; done
}

look() { ask -d postgres -c "SELECT datname FROM pg_database WHERE datname LIKE 'travis%' ORDER BY 1" | while read -r db; do echo "$db $(ask -d "$db" -c "SELECT relname FROM pg_class WHERE relname LIKE 'is_%'")"; done; }

back() {
    cp $W/out $W/out.swap
    c=$CUT CUT=none
    run way_back || { echo "cut $c: the way back failed"; cat $W/out.swap $W/out; return 1; }
    expect "$c" || return
    CUT=$c
}

expect() {
    for db in $THERE; do echo "$db is_old"; done >$W/expected
    look >$W/after 2>&1
    cmp -s $W/expected $W/after || { echo "cut $1: not as before"; cat $W/out.swap $W/out $W/after; return 1; }
}

# The host may go down before anything is taken back: what a cut leaves is one of the two, as whoever looks in between sees it.
whole() {
    until [ "$(ask -d postgres -c "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'travisops-restore-%'")" = 0 ]; do sleep 0.1; done
    look >$W/left
    cmp -s $W/begun $W/left || cmp -s $W/done $W/left || { echo "cut $CUT: $1 was left half done"; cat $W/left; return 1; }
}

# The two states that there may be.
states() {
    CUT=none
    begin
    look >$W/begun
    run swap || { echo 'it fails without a cut'; cat $W/out; return 1; }
    look >$W/done
}

# Prints how many statements there were, and what it comes to without a cut.
cuts() {
    states || return
    CUT=0
    while CUT=$((CUT + 1)); do
        begin
        run swap && break
        [ $CUT -lt 200 ] || { echo 'it does not come to its end'; cat $W/out; return 1; }
        whole 'the exchange' && back || return
    done
    echo "cuts $CUT"
    look
}

# The same of the way back, when everything has been exchanged. It is done again as a whole.
cuts_back() {
    states || return
    n=0
    while n=$((n + 1)); do
        CUT=none
        begin
        run swap
        sed -i '/^done$/d' $STAGE/.travisops-step
        CUT=$n
        run way_back && break
        [ $CUT -lt 200 ] || { echo 'it does not come to its end'; cat $W/out; return 1; }
        whole 'the way back' && back || return
    done
    cp $W/out $W/out.swap
    expect none && echo "cuts $CUT"
}

unseen() {
    for CUT in busy late; do
        begin
        run swap
        back || return
    done
    ask -d postgres <$W/late >/dev/null 2>&1
    expect "behind late" && echo as before
}

# Clients that come back at once, as the application's do; then a server that is not the one that was restored into.
clients() {
    CUT=none
    begin
    : >$W/go
    for n in 1 2; do while [ -e $W/go ]; do ask -d travis_production -c 'SELECT 1'; done >/dev/null 2>&1 & done
    run swap || cat $W/out
    rm $W/go
    wait
    look
    begin
    HEALTHY='echo "ALTER DATABASE travis_production_before_$ID RENAME TO travis_elsewhere" | sql' run swap || grep 'other files' $W/out
}

# What is given up first does not change places any more.
given_up() {
    CUT=none
    begin
    mkdir $STAGE/.travisops-begun
    ! run swap && grep 'it was given up' $W/out && back && echo as before
}

# An application that does not start on the restored databases, and then one that does not serve on the old ones either.
refused() {
    CUT=none
    begin
    export START HEALTHY
    START='names=$(databases); ! has "travis_production_before_$ID"' HEALTHY='echo "it says no" >&2; false'
    ! run swap && back && grep '^restore [ru]' $W/out
}

# A way back that finds no old database any more, and one that can't ask.
stuck() {
    CUT=none
    begin
    run swap
    sed -i '/^done$/d' $STAGE/.travisops-step
    cat >$W/bin/psql <<'EOS'
#!/bin/sh
s=$(cat)
case $s in *DROP*) exit 1 ;; *) printf '%s\n' "$s" | "$B/psql" "$@" ;; esac
EOS
    ! run way_back && grep '^restore [kls]' $W/out
}

# What a database has it gets again: from the one that is there, else from the manifest, else the server's own.
locales() {
    CUT=none
    begin
    ask -d postgres -c "CREATE DATABASE travis_latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
    run 'make_database travis_latin travis_a UTF8 C C; make_database travis_gone travis_b SQL_ASCII C POSIX; make_database travis_gone travis_c UTF8 xx_XX.UTF-8 C; make_database travis_gone travis_d'
    grep '^restore' $W/out
    ask -d postgres -c "SELECT datname, pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname ~ '^travis_[a-d]$' ORDER BY 1"
}

# What dumps do not have: roles that are missing, and settings, with names and values as odd as they may be. Prints what it says, and what there is then.
roles() {
    CUT=none
    begin
    ask -d postgres -U postgres -c "CREATE ROLE there" -c "ALTER ROLE there SET work_mem = '2MB'" -c "ALTER ROLE travis SET work_mem = '3MB'"
    run "make_roles '$ROLES'; make_database travis_gone travis_a UTF8 C C; set_settings travis_a '$SETTINGS'"
    grep '^restore' $W/out
    ask -d postgres -c "SELECT rolname, rolcanlogin, rolsuper, array(SELECT roleid::regrole FROM pg_auth_members WHERE member = r.oid ORDER BY 1) FROM pg_roles r WHERE rolname !~ '^pg_' ORDER BY 1" \
        -c "SELECT coalesce(datname, '-'), coalesce(rolname, '-'), unnest(setconfig) FROM pg_db_role_setting LEFT JOIN pg_database d ON d.oid = setdatabase LEFT JOIN pg_roles r ON r.oid = setrole ORDER BY 1, 2, 3"
}

# Parts of the server's files beside its folder, below the folders of a restore and elsewhere, by the names of its container.
parts() {
    CUT=none
    mkdir /var/travis/wal /var/wal /var/travis/postgresql/space && ln -s /var/travis/wal $DATA/pg_xlog && ln -s /var/wal $DATA/pg_tblspc/1 && ln -s ../../../../../space $DATA/pg_tblspc/2
    run 'PATHS="/var/travis /etc/travis"; find_server && server_parts'
    cat $W/out
}

# Where the server works, among folders that look like it.
clusters() {
    cp -a $DATA /var/travis/copy
    run 'find_clusters && echo $CLUSTERS; docker() { echo 1; }; find_clusters'
    cat $W/out
}
