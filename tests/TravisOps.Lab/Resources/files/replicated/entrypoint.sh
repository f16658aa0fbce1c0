#!/bin/sh
# Stand-in for every container of Replicated: one line of log, and something that answers on the published ports; the dashboard's speaks
# HTTPS where the machine's programs are mounted.
data=/etc/replicated-stand-in
echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) INFO $(date -u +%Y-%m-%dT%H:%M:%S+00:00) daemon/daemon.go:54 Starting Replicated version $(cat $data/version) (git=\"4122872\", date=\"2019-04-01 23:13:29 +0000 UTC\")"
for port in 9874 9875 9876 9877 9878 9879; do
    nc -ll -p "$port" -e cat &
done
if [ -x /usr/bin/socat ]; then
    socat OPENSSL-LISTEN:8800,fork,reuseaddr,cert=$data/ssl/travis.pem,verify=0 EXEC:/usr/local/bin/dashboard &
fi
trap 'exit 0' TERM INT
wait
