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

# As shipped, where nobody uncommented the line.
plant_host_commented() { sed -i 's/^export TRAVIS_ENTERPRISE_HOST/# &/' /etc/default/travis-enterprise; }
plant_token_commented() { sed -i 's/^export TRAVIS_ENTERPRISE_SECURITY_TOKEN/# &/' /etc/default/travis-enterprise; }

# Settings as people leave them behind: the same ones in other forms (facts 13, 5 and 6). Earlier lines that later ones replace, single quotes,
# comments behind a setting, two exports on a line, no end of the last line.
plant_settings_forms() {
    local file=/etc/default/travis-enterprise
    if [ -f "$file" ]; then
        sed -i -e '/^export TRAVIS_ENTERPRISE_HOST=/{N;s/\nexport / /;s/$/  # as on port 8800/}' "$file"
        sed -i -e "s/\(SECURITY_TOKEN=\)\"\([^\"]*\)\"/\1'\2'/" -e 's/^export TRAVIS_ENTERPRISE_BUILD_ENDPOINT=.*/&  # "__build__", says the manual/' \
            -e '1i export TRAVIS_ENTERPRISE_HOST=travis-first.lab.test TRAVIS_ENTERPRISE_SECURITY_TOKEN=first' "$file"
        printf '# the end' >>"$file"
    else
        sed -i '1i export AMQP_URI="amqp://travis:first@travis-first.lab.test/travis"\nexport BUILD_API_URI="https://travis-first.lab.test/script"' /etc/default/travis-worker
        printf '# the end' >>/etc/default/travis-worker
    fi
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
