# Tells the hash of the platform's RabbitMQ password, and the queues that it gives jobs to. It is looked for in te-main's travis.yml first, then
# in Replicated's settings. Set before: tv_awk; tv_key is the run's. The password is in no argument and no environment.
[ -n "${tv_key-}" ] || { echo 'nothing to hide secrets with' >&2; exit 3; }
command -v awk >/dev/null 2>&1 || { echo 'awk: not found' >&2; exit 127; }
all=$(tv_limit 8 docker ps --no-trunc --format '{{.ID}} {{.Image}} {{.Names}}') || all=$(tv_limit 8 docker ps --no-trunc) || exit
main= replicated=
nl='
'
tv_ifs=$IFS
IFS=$nl
set -f
for l in $all; do
    case $l in
        *te-main*) [ -n "$main" ] || main=${l%%[!0-9a-f]*} ;;
        *' replicated') replicated=replicated ;;
    esac
done
IFS=$tv_ifs
told=
if [ -z "$main" ]; then echo 'no te-main'
elif yml=$(tv_limit 8 docker exec "$main" cat /usr/local/travis/etc/travis/config/travis.yml); then
    raw=$(printf '%s\n' "$yml" | awk -v mode=yaml -v mask=1 "$tv_awk")
    told=$(printf '%s\n' "$raw" | tv_hide)
    printf 'from travis.yml\n%s\n' "$told"
    # Whether the broker in te-main has that password, too. It goes there on standard input; what the command prints is not told. One that is
    # too old to read it there, or a broker elsewhere, does not tell.
    value= user=travis local=yes
    # No here-document: some shells put its text into a file.
    IFS=$nl
    for l in $raw; do
        case $l in
            'S '*) [ -n "$value" ] || { value=${l#S } value=${value%%"$tv_tab"*}; } ;;
            'amqp username '*) user=${l#amqp username } ;;
            'amqp host 127.0.0.1'|'amqp host localhost') ;;
            'amqp host '*) local= ;;
        esac
    done
    IFS=$tv_ifs
    raw= l=
    case $user in *[!A-Za-z0-9._-]*) local= ;; esac
    if [ -n "$value" ] && [ -n "$local" ]; then
        said=$(printf '%s\n' "$value" | tv_limit 10 docker exec -i "$main" bash -lc "rabbitmqctl -q authenticate_user $user" 2>&1)
        case $?,$said in
            0,*Success*) echo 'broker takes it' ;;
            *'invalid credentials'*|*'failed to authenticate user'*) echo 'broker refuses it' ;;
            *) echo 'broker does not tell' ;;
        esac
    fi
    value= said=
else echo "no travis.yml $?"
fi
yml=
case $nl$told in
    *"${nl}S "*) ;;
    *)
        for w in /usr/local/bin/replicatedctl ${replicated:+'docker exec replicated replicatedctl'}; do
            case $w in /*) [ -x "$w" ] || continue ;; esac
            value=$(tv_limit 8 $w app-config export --template '{{.rabbitmq_password.Value}}' 2>/dev/null) || continue
            case $value in ''|'<no value>'|*"$nl"*|'{'*) continue ;; esac
            echo 'from app-config'
            printf '%s\n' "$value" | awk -v mode=value -v mask=1 "$tv_awk" | tv_hide
            break
        done
        value=
        ;;
esac
echo end
