# Tells the version of the travis-worker package and what apt's lists, read and not renewed, know of newer ones. POSIX sh.
[ -x /usr/local/bin/travis-worker ] || { echo '>>> none'; exit 0; }
echo '>>> binary'
/usr/local/bin/travis-worker --version 2>&1 </dev/null | head -n 1
# The service runs a copy that it makes when it starts.
if [ -f /var/tmp/travis-run.d/travis-worker ]; then
    cmp -s /usr/local/bin/travis-worker /var/tmp/travis-run.d/travis-worker && echo 'copy same' || echo 'copy differs'
fi
if command -v apt-cache >/dev/null 2>&1; then
    echo '>>> policy'
    apt-cache policy travis-worker 2>&1
    echo '>>> hold'
    apt-mark showhold 2>/dev/null | grep -x travis-worker
    echo '>>> lists'
    # Their folders change whenever any repository is fetched, and the lists' own times are the server's. apt's hook touches the stamp after an
    # update that worked; without it there is left when the list was put there.
    stamp=/var/lib/apt/periodic/update-success-stamp
    if [ -e "$stamp" ]; then
        stat -c '%Y %n' "$stamp"
    else
        grep -lsx 'Package: travis-worker' /var/lib/apt/lists/*_Packages | while IFS= read -r f; do stat -c '%Z %n' "$f"; done
    fi
elif command -v rpm >/dev/null 2>&1; then
    echo '>>> rpm'
    rpm -q travis-worker 2>&1
fi
date '+now %s'
