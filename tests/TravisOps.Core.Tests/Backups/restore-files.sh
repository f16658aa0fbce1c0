# The moment in which old and new change places, cut off at each of its commands, in a mount namespace of its own. Set before: KIND (plain, mount: /var/travis is a file
# system of its own, fresh: nothing was there before) and DBS; RESTORE makes the text that is tested, and cuts or way follows.
W=/var/w ID=20261126090000
mount -t tmpfs none /var && mkdir -p $W/bin $W/etc $W/t || exit
# Another file system than the data's, as it may be; awk is a link through it.
mount -t tmpfs none $W/etc && cp -a /etc/alternatives $W/etc/ && mount --bind $W/etc /etc || exit
cat >$W/bin/mv <<'EOS'
#!/bin/sh
# Runs the program of its name. A number stands for a cut before something is changed, or for one behind it.
count() { read -r n <$W/count; echo $((n += 1)) >$W/count; [ $n != "$CUT" ] || kill -KILL 0; }
one() { count; "/usr/bin/$name" "$@" || exit; [ "$name $1" != 'sync -f' ] || echo "$2" >>$W/synced; count; }
name=${0##*/}
case "$name $1" in
'mv -t') to=$2; shift 3; for one in "$@"; do one -t "$to" -- "$one"; done ;;
*) one "$@" ;;
esac
EOS
chmod +x $W/bin/mv
for one in mkdir chown chmod touch rmdir rm sync; do ln -s mv $W/bin/$one; done
export W CUT

tree() { # ROOT WORD OWNER MODE TIME
    mkdir -p "$1/var/travis/log/deep" "$1/var/travis/.hidden" "$1/var/travis/postgresql/9.3/main/global" "$1/etc/travis/ssl"
    for one in log/travis.log 'log/with space' log/deep/travisops .hidden/file postgresql/9.3/main/global/pg_control "$2"; do echo "$2" >"$1/var/travis/$one"; done
    echo "$2" >"$1/etc/travis/ssl/key"
    ln -s "$2" "$1/var/travis/log/link"
    [ "$2" = old ] || rm -r "$1/var/travis/.hidden"
    chown -R "$3" "$1/var" "$1/etc"
    chmod "$4" "$1/var/travis" "$1/etc/travis"
    find "$1" -depth -exec touch -h -d "$5" {} +
}
tree $W/t/old old 11:12 751 '2001-02-03 04:05:06.123456789'
tree $W/t/new new 21:22 710 '2002-03-04 05:06:07.987654321'

# look ROOT: all that is to be told of two trees; with a second word without the times of folders.
look() {
    (
        cd "$1" || exit
        set -- "${2-%T@}"
        find var/travis* etc/travis* -type d -printf "%p %y %m %U %G $1\n" -o -printf '%p %y %m %U %G %s %n %T@ %l\n' | sort
        find var/travis* etc/travis* -type f -exec md5sum {} + | sort -k 2
        ls -A var etc | grep travis
    ) 2>/dev/null
}

begin() {
    umount /var/travis 2>/dev/null
    rm -rf /var/travis* /etc/travis* /var/.travisops*
    STAGE=/var/.travisops-restore-$ID
    case $KIND in
    plain) cp -a $W/t/old/var/travis /var/ && cp -a $W/t/old/etc/travis /etc/ ;;
    mount)
        STAGE=/var/travis/.travisops-restore-$ID
        mkdir /var/travis && mount -t tmpfs none /var/travis && mkdir /var/travis/lost+found && cp -a $W/t/old/var/travis /var/ && cp -a $W/t/old/etc/travis /etc/
        ;;
    esac
    look / >$W/before
    cp -a $W/t/new $STAGE
    [ $KIND != mount ] || touch -r $W/t/old/var/travis /var/travis /var/travis/lost+found
    [ $KIND != mount ] || look / | grep -v "travisops-restore" >$W/before
    echo running >$W/app
    echo 0 >$W/count
    : >$W/synced
}

cat >$W/stubs <<'EOS'
find_clusters() { CLUSTERS=/var/travis/postgresql/9.3/main; }
swap_databases() { touch $W/x && mark "had travis_production" && mark databases; }
swap_back() { :; }
drop_restored() { :; }
serves_restored() { :; }
await_server() { :; }
te_healthy() { :; }
stop_app() { touch $W/x; echo stopped >$W/app; touch $W/x; }
# The server starts on its own files, and on no others.
start_app() { touch $W/x; [ -z "$DBS" ] || [ "$(cat /var/travis/postgresql/9.3/main/global/pg_control)" = old ] || exit 1; echo running >$W/app; touch $W/x; }
EOS

# run WHAT PATH: a group of its own, which the cut ends.
run() {
    { echo "ID=$ID STAGE=$STAGE PATHS='/var/travis /etc/travis' DBS='$DBS'"; restore; cat $W/stubs; echo "$1"; } >$W/run
    PATH=$2 setsid -w sh $W/run >$W/out 2>&1
}

cuts() {
    CUT=0
    while CUT=$((CUT + 1)); do
        begin
        run swap $W/bin:/usr/bin:/bin && break
        [ $CUT -lt 200 ] || { echo 'it fails without a cut'; cat $W/out; return 1; }
        cp $W/out $W/out.swap
        run way_back /usr/bin:/bin || { echo "cut $CUT: the way back failed"; cat $W/out.swap $W/out; return 1; }
        look / >$W/after
        cmp -s $W/before $W/after && [ "$(cat $W/app)" = running ] || { echo "cut $CUT: not as before"; cat $W/out.swap $W/out; diff $W/before $W/after; return 1; }
    done
    [ "$(cat $W/synced)" = "$(printf '/var/travis\n/etc/travis')" ] || { echo 'it is not on the disk'; return 1; }
    run way_back /usr/bin:/bin
    # The restored, but for the cluster that stayed, and nothing else but the safety copies.
    for root in $W/t/new /; do look $root | grep -v '9.3/main\|before-restore\|lost+found' >$W/look.${#root}; done
    diff $W/look.* || return
    echo "cuts $CUT"
}

# What it says, and where its advice is given on standard input, what that comes to.
way() {
    begin
    run swap /usr/bin:/bin || { cat $W/out; return 1; }
    [ -n "$ADVICE" ] || { cat $W/out; return; }
    run way_back /usr/bin:/bin
    printf '#!/bin/sh\n[ "$1" = replicatedctl ] || exec "$@"\n' >$W/bin/sudo
    chmod +x $W/bin/sudo
    echo "$ADVICE" >$W/advice
    PATH=$W/bin:/usr/bin:/bin sh -e $W/advice 2>&1 || return
    for one in before after; do
        if [ $one = after ]; then look / >$W/after; fi
        # Times of folders are not brought back by hand.
        grep -v rejected-restore $W/$one | sed 's/^\([^ ]* d .*\) [^ ]*$/\1/' >$W/look.$one
    done
    diff $W/look.before $W/look.after && echo as before
    [ -f /var/travis.rejected-restore-$ID/new ] || [ -f /var/travis/.rejected-restore-$ID/new ]
}
