# Faults of a worker's settings and service. Sourced by host.sh. They are planted before the service starts, so that it has them.

# in_settings EXPRESSION: edits the files of settings that are there.
in_settings() {
    local file
    for file in /etc/default/travis-enterprise /etc/default/travis-worker; do
        [ ! -f "$file" ] || sed -i "$1" "$file"
    done
}

# As a file looks in which nobody uncommented the line; the settings of an image have the endpoint in the URI.
plant_build_endpoint_commented() {
    in_settings 's/^export TRAVIS_ENTERPRISE_BUILD_ENDPOINT/# &/; s#^\(export BUILD_API_URI=.*\)/__build__/#\1/#'
}

# Read into the script, not given to sed, whose arguments `ps` would show.
replace_token() {
    local token line file
    token=$(<"$STATE/rabbitmq-password")
    for file in /etc/default/travis-enterprise /etc/default/travis-worker; do
        [ -f "$file" ] || continue
        while IFS= read -r line; do
            printf '%s\n' "${line//"$token"/$1}"
        done <"$file" >"$file.new"
        cat "$file.new" >"$file"
        rm "$file.new"
    done
}

plant_wrong_token() { replace_token wrong-token-of-last-year; }
plant_token_breaks_uri() { replace_token 'sl/ash#and?more'; }

plant_wrong_host() { in_settings 's/travis\.lab\.test/travis-old.lab.test/g'; }
plant_host_unresolved() { sed -i 's/ travis\.lab\.test//' /etc/hosts; }
plant_wrong_queue() { in_settings "s/^export QUEUE_NAME=.*/export QUEUE_NAME='builds.linux'/"; }
plant_pool_too_big() { in_settings "s/^export POOL_SIZE=.*/export POOL_SIZE='6'/"; }

# The 14.04 files, copied to a machine where docker reads them.
plant_literal_variable() {
    cat >/etc/default/travis-enterprise <<'SETTINGS'
export TRAVIS_ENTERPRISE_BUILD_ENDPOINT="__build__"
export TRAVIS_ENTERPRISE_HOST="travis.lab.test"
SETTINGS
    sed -i 's#^export BUILD_API_URI=.*#export BUILD_API_URI="https://${TRAVIS_ENTERPRISE_HOST:-localhost}/${TRAVIS_ENTERPRISE_BUILD_ENDPOINT:-}/script"#' /etc/default/travis-worker
}

plant_odd_worker() { echo "export TRAVIS_WORKER_HARD_TIMEOUT='3h'" >>/etc/default/travis-worker; }

spring_worker_stopped() { service travis-worker stop >/dev/null; }

# The file is newer than the process that should have read it: by more than a start takes, and by less than a restart does.
spring_settings_not_read() { touch -d '10 seconds' /etc/default/travis-worker; }

# Upstart's file and its first rotation, as the log of a worker that has seen everything (facts 7: 1, 11, 16 to 18, 20 to 22, 25). The journal of
# another worker has it all in one.
plant_troubled_log() {
    local logs=$LIB/files/worker-trusty line
    if [ -d /var/log/upstart ]; then
        cat "$logs/travis-worker.log.1" "$logs/troubled.log.1" | gzip -c >/var/log/upstart/travis-worker.log.1.gz
        cat "$logs/troubled.log" >>/var/log/upstart/travis-worker.log
    else
        while IFS= read -r line; do
            printf '%(%s)T %s\n' -1 "$line"
        done < <(cat "$logs/troubled.log.1" "$logs/troubled.log") >>/var/log/travis-worker.journal
    fi
}
