# address port: connects, and says how many microseconds that took. bash's own message tells why it did not.
now() {
    if [ -n "$EPOCHREALTIME" ]; then
        now=${EPOCHREALTIME//[.,]/}
    else
        now=$(date +%s%N)
        now=${now%???}
    fi
}
now
begun=$now
exec 3<>"/dev/tcp/$1/$2" || exit 1
now
echo "open $((now - begun))"
