# Whether Travis CI Enterprise itself works, asked on the platform: its API over HTTPS, its database for what is stuck, and Sidekiq's queues in Redis.
# Before this stand tv_public (the platform's public name) and the functions of TeMainShell. Everything is read only and has a limit of its own;
# no row leaves the host, only counts. POSIX sh; what runs in te-main is its bash.
if command -v timeout >/dev/null 2>&1; then limit() { timeout -k 1 "$@"; }; else limit() { shift; "$@"; }; fi
te_find || exit
[ -n "$te" ] || { echo 'no te-main'; exit 0; }

# Where te-main's 443 is published, and by the public name, as a browser and a worker would ask.
where=$(limit 5 docker port "$te" 443/tcp 2>/dev/null | head -n 1)
address=${where%:*} port=${where##*:}
case $address in ''|0.0.0.0|'[::]'|::) address=127.0.0.1 ;; esac
body= code=
if [ -z "$where" ]; then echo 'uptime - port 443 is not published'
elif command -v curl >/dev/null 2>&1; then
    answer=$(curl -q -s -S -k --noproxy '*' --max-time 8 --resolve "$tv_public:$port:$address" -w "$te_nl%{http_code}" "https://$tv_public:$port/api/uptime" 2>&1)
    code=${answer##*"$te_nl"} body=${answer%"$te_nl"*}
elif command -v wget >/dev/null 2>&1; then
    code=$(wget -S -O /dev/null -t 1 -T 8 --no-proxy --no-check-certificate --header="Host: $tv_public" "https://$address:$port/api/uptime" 2>&1 |
        sed -n 's|^ *HTTP/[0-9.]* \([0-9][0-9]*\).*|\1|p' | tail -n 1)
else echo 'uptime - neither curl nor wget is on this machine'
fi
[ -z "$where" ] || [ -z "$code$body" ] || printf 'uptime %s %s\n' "${code:-000}" "$(printf '%s' "$body" | tr '\r\n' '  ' | cut -b 1-200)"

# Times in the database are UTC. A statement that takes longer than 5 s is ended there.
limit 14 docker exec -i "$te" bash -lc "PGCONNECT_TIMEOUT=5 PGOPTIONS='-c statement_timeout=5000 -c default_transaction_read_only=on' exec psql -X -q -A -t -w -F ' ' -U travis -h 127.0.0.1 -p 5432 -d travis_production" 2>&1 <<'SQL' | sed 's/^/sql /'
select 'syncing', count(*), count(case when updated_at < (now() at time zone 'utc') - interval '60 minutes' then 1 end) from users where is_syncing = true;
select 'queued', coalesce(nullif(regexp_replace(queue, '[^A-Za-z0-9._-]', '?', 'g'), ''), '-'), count(*), extract(epoch from (now() at time zone 'utc') - min(queued_at))::bigint from jobs where state = 'queued' and queued_at < (now() at time zone 'utc') - interval '60 minutes' group by queue order by 3 desc limit 20;
select 'jobs', count(*) from jobs where state = 'queued';
SQL

# Sidekiq keeps the names of its queues in a set and each queue in a list, with or without its name before them.
limit 8 docker exec "$te" bash -c '
exec 2>&1
exec 3<>/dev/tcp/127.0.0.1/6379 || exit 1
r=$(printf "\r")
line() { IFS= read -r -t 3 -u 3 l && l=${l%"$r"}; }
for p in "" sidekiq:; do
    printf "SMEMBERS %squeues\r\n" "$p" >&3
    line || exit 2
    case $l in "*"*) n=${l#?} ;; *) printf "%s\n" "$l"; exit 2 ;; esac
    names=
    while [ "$n" -gt 0 ]; do
        line && line || exit 2
        case $l in ""|*[!A-Za-z0-9._-]*) ;; *) names="$names $l" ;; esac
        n=$((n - 1))
    done
    for q in $names; do
        printf "LLEN %squeue:%s\r\n" "$p" "$q" >&3
        line || exit 2
        case $l in :*) printf "queue %s %s\n" "$q" "${l#:}" ;; esac
    done
done
echo done' | sed 's/^/redis /'
echo end
