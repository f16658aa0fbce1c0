# Faults of Replicated on the platform machine. Sourced by host.sh; they change the stand-in before its image is made.

plant_replicatedctl_missing() { rm /usr/local/bin/replicatedctl; }

plant_replicatedctl_old() { echo none >"$(stand_in output-flag)"; }

plant_replicatedctl_text_only() { echo ignored >"$(stand_in output-flag)"; }

spring_replicated_stopped() { docker stop --time 1 replicated >/dev/null; }

spring_replicated_absent() { docker rm --force replicated replicated-ui replicated-operator replicated-premkit replicated-statsd >/dev/null; }

plant_preflight_fails() { preflight_answer error; }

plant_preflight_warns() { preflight_answer warn; }

plant_preflight_json_upper() { preflight_answer upper; }

plant_app_stop_hangs() { echo hang >"$(stand_in fault-stop)"; }

plant_app_start_fails() { echo fail >"$(stand_in fault-start)"; }

plant_app_start_fails_once() { echo 'fail 1' >"$(stand_in fault-start)"; }

plant_app_stopped() { app_state stopped stopped false; }

plant_app_starting() { app_state starting started true; }

app_state() {
    sed -i "s/\"State\": \"started\"/\"State\": \"$1\"/; s/\"DesiredState\": \"started\"/\"DesiredState\": \"$2\"/; s/\"IsTransitioning\": false/\"IsTransitioning\": $3/" \
        "$(stand_in app-status.json)"
}
