# Faults on the way in: SSH, log-in and sudo. Sourced by host.sh.

spring_sshd_stopped() { stop_sshd; }

spring_host_silent() { nft -f "$LIB/files/drop.nft"; }

# A port that accepts and then never says a word, as a machine does that is out of memory.
spring_sshd_mute() {
    stop_sshd
    busybox nc -ll -p 22 -e sleep 100000 </dev/null >/dev/null 2>&1 3>&- &
    await "the mute port" listening 22
}

plant_login_noise() {
    local home
    echo 'echo "*** This machine is managed. Unauthorised use is prohibited. ***"' >/etc/ssh/sshrc
    for home in /root /home/*; do
        printf 'echo "Welcome to $(hostname)"\nprintf "no end of line"\n' >>"$home/.bashrc"
        echo 'echo "profile: loading" >&2; echo "profile: loaded"' >>"$home/.profile"
    done
}

plant_german_locale() {
    printf 'LANG=de_DE.UTF-8\nLC_ALL=de_DE.UTF-8\n' >/etc/default/locale
    if ! locale -a | grep -qi '^de_DE\.utf-\?8$'; then
        localedef -i de_DE -f UTF-8 de_DE.UTF-8
    fi
}

plant_usr_local_off_path() {
    echo 'PATH="/usr/sbin:/usr/bin:/sbin:/bin"' >/etc/environment
    sed -i 's|secure_path="[^"]*"|secure_path="/usr/sbin:/usr/bin:/sbin:/bin"|' /etc/sudoers
}

plant_sudo_password() { sed -i 's/^ops .*/ops ALL=(ALL:ALL) ALL/' /etc/sudoers; }

plant_no_sudo() { sed -i '/^ops /d' /etc/sudoers; }

plant_no_sudo_binary() { rm /usr/bin/sudo; }

plant_requiretty() { echo 'Defaults requiretty' >>/etc/sudoers; }

plant_expired_password() { chage -d 0 ops; }

plant_max_sessions_1() { sed -i 's/^MaxSessions .*/MaxSessions 1/' /etc/ssh/sshd_config; }

plant_slow_shell() {
    local home
    for home in /root /home/ops; do
        echo 'sleep 2' >>"$home/.bashrc"
    done
}
