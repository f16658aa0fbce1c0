# Tells a worker's settings: the files of /etc/default that its start script reads and the unit files, taken apart by settings.awk and not run.
# Set before: tv_mask (1, or 0 for secrets in the clear), tv_names, tv_public and tv_address (the platform in the inventory), tv_awk. tv_key is
# the run's; it is in no argument, no environment and no file. POSIX sh of Ubuntu 14.04's dash. Nothing is written, nothing is run.
[ "$tv_mask" = 0 ] || [ -n "${tv_key-}" ] || { echo 'nothing to hide secrets with' >&2; exit 3; }
command -v awk >/dev/null 2>&1 || { echo 'awk: not found' >&2; exit 127; }
echo "platform $tv_public $tv_address"
for f in /etc/init/travis-worker.conf /usr/local/bin/travis-combined-env /usr/local/bin/travis-worker-wrapper /usr/local/bin/travis-worker \
    /etc/systemd/system/travis-worker.service /lib/systemd/system/travis-worker.service; do
    [ ! -e "$f" ] || echo "has $f"
done
set --
for f in /etc/default/travis-enterprise /etc/default/travis-worker-chef /etc/default/travis-worker /etc/default/travis-worker-cloud-init \
    /etc/default/travis-worker-local /lib/systemd/system/travis-worker.service /etc/systemd/system/travis-worker.service \
    /etc/systemd/system/travis-worker.service.d/*.conf; do
    if [ -f "$f" ]; then
        set -- "$@" "+$f"
        stat -c 'changed %Y %n' -- "$f" 2>/dev/null
    else
        case $f in *'*'*) ;; *) set -- "$@" "-$f" ;; esac
    fi
done
awk -v mode=settings -v "mask=$tv_mask" -v "secret_names=$tv_names" "$tv_awk" "$@" </dev/null | tv_hide | {
    hosts=
    while IFS= read -r line; do
        case $line in
            'H '*) case " $hosts $tv_public " in *" ${line#H } "*) ;; *) hosts="$hosts ${line#H }" ;; esac ;;
            *) printf '%s\n' "$line" ;;
        esac
    done
    case $tv_address in *[!0-9.]*) case $tv_address in *:*|"$tv_public") ;; *) hosts="$tv_address $hosts" ;; esac ;; esac
    # Wrong names beside the right one; not more, as each may cost a name server's patience.
    set -- "$tv_public" $hosts
    n=0
    for h; do
        n=$((n + 1))
        [ "$n" -le 4 ] || break
        command -v getent >/dev/null 2>&1 || { echo "resolve $h ?"; continue; }
        found=$(tv_limit 4 getent ahosts "$h" 2>/dev/null)
        code=$?
        printf 'resolve %s %s' "$h" "$code"
        printf '%s\n' "$found" | while read -r address kind rest; do [ "$kind" != STREAM ] || printf ' %s' "$address"; done
        echo
    done
    date '+now %s'
    echo end
}
