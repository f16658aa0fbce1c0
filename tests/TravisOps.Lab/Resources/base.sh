# The layer between the machine's own files and every lab host: what all hosts share, made once.
# Sourced by lab.sh.

# Passwords are hashed from standard input, so that none is seen in a list of processes.
hash_of() { openssl passwd -6 -stdin <"$1"; }

# The machine's system accounts without its people, and the lab's own users.
base_users() {
    local etc=$1/etc hash user id
    hash=$(hash_of "$STATE/sudo-password")
    awk -F: '$3 < 1000 || $3 == 65534' /etc/passwd | grep -vE '^(root|travis):' >"$etc/passwd.rest" || true
    awk -F: '$3 < 1000 || $3 == 65534' /etc/group | grep -vE '^(root|sudo|travis):' | sed 's/:[^:]*$/:/' >"$etc/group.rest" || true
    {
        echo 'root:x:0:0:root:/root:/bin/bash'
        cat "$etc/passwd.rest"
    } >"$etc/passwd"
    {
        echo 'root:x:0:'
        echo 'sudo:x:27:ops,deploy'
        cat "$etc/group.rest"
    } >"$etc/group"
    # Day 19000 (2022) as the last change: old enough to be real, and no ageing is on.
    awk -F: '{ print $1 ":*:19000:0:99999:7:::" }' "$etc/passwd" >"$etc/shadow"
    awk -F: '{ print $1 ":*::" }' "$etc/group" >"$etc/gshadow"
    rm "$etc/passwd.rest" "$etc/group.rest"
    id=2000
    for user in ops deploy guest kbd travis; do
        id=$((id + 1))
        echo "$user:x:$id:$id:$user of the lab:/home/$user:/bin/bash" >>"$etc/passwd"
        echo "$user:x:$id:" >>"$etc/group"
        if [ "$user" = travis ]; then
            echo "$user:*:19000:0:99999:7:::" >>"$etc/shadow"
        else
            echo "$user:$hash:19000:0:99999:7:::" >>"$etc/shadow"
        fi
    done
    chmod 640 "$etc/shadow" "$etc/gshadow"
    chown root:shadow "$etc/shadow" "$etc/gshadow"
}

# Home directories as a template; they are copied, since /home and /root are the host's own.
base_homes() {
    local homes=$1 user
    mkdir -p "$homes/home" "$homes/root/.ssh"
    cp "$STATE/id_ed25519.pub" "$homes/root/.ssh/authorized_keys"
    for user in ops deploy guest kbd travis; do
        mkdir -p "$homes/home/$user/.ssh"
        cp "$STATE/id_ed25519.pub" "$homes/home/$user/.ssh/authorized_keys"
        : >"$homes/home/$user/.bashrc"
    done
    rm "$homes/home/travis/.ssh/authorized_keys"
    chmod 700 "$homes/root" "$homes/root/.ssh" "$homes"/home/*/.ssh
    : >"$homes/root/.bashrc"
    local id=2000
    for user in ops deploy guest kbd travis; do
        id=$((id + 1))
        chown -R "$id:$id" "$homes/home/$user"
    done
}

base_login() {
    local etc=$1/etc
    rm -rf "$etc/ssh" "$etc/sudoers.d" "$etc/profile.d" "$etc/pam.d/sshd" "$etc/ld.so.preload" "$etc/default/locale"
    mkdir -p "$etc/ssh" "$etc/profile.d"
    mkdir -m 750 "$etc/sudoers.d"
    cp "$LIB/files/sshd_config" "$etc/ssh/sshd_config"
    # OpenSSH 9.8 and later lock out an address that fails to log in, and the tests fail on purpose.
    if /usr/sbin/sshd -T -f /dev/null -o PerSourcePenalties=no >/dev/null 2>&1; then
        sed -i '1i PerSourcePenalties no' "$etc/ssh/sshd_config"
    fi
    cp "$LIB"/files/pam.d/* "$etc/pam.d/"
    install -m 440 "$LIB/files/sudoers" "$etc/sudoers"
    echo 'PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games"' >"$etc/environment"
    echo 'LANG=en_US.UTF-8' >"$etc/default/locale"
    cp "$LIB/files/bash.bashrc" "$etc/bash.bashrc"
}

base_names() {
    local etc=$1/etc name address
    rm -f "$etc/resolv.conf"
    : >"$etc/resolv.conf"
    printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\nnetworks: files\nservices: files\nprotocols: files\n' >"$etc/nsswitch.conf"
    {
        echo '127.0.0.1 localhost'
        while read -r name address _; do
            case $name in
            platform.*) echo "$address $name ${name%%.*} travis.lab.test" ;;
            *) echo "$address $name ${name%%.*}" ;;
            esac
        done <"$RUN/hosts"
    } >"$etc/hosts"
}

# The hosts trust the lab's authority as an admin would make them: a file in the folder that OpenSSL looks in, by the hash of its name.
base_trust() {
    local folder=$1/etc/ssl/certs
    mkdir -p "$folder"
    cp "$STATE/authority.crt" "$folder/lab-authority.pem"
    ln -sf lab-authority.pem "$folder/$(openssl x509 -noout -subject_hash -in "$STATE/authority.crt").0"
    if [ -f "$folder/ca-certificates.crt" ]; then
        cat "$STATE/authority.crt" >>"$folder/ca-certificates.crt"
    fi
}

# The machine's own top directories (its data, its source code) are hidden: a character device 0:0 is how overlay says "removed".
hide_foreign_directories() {
    local base=$1 entry
    for entry in /* /.[!.]*; do
        case $entry in
        /bin | /boot | /dev | /etc | /home | /lib* | /media | /mnt | /opt | /proc | /root | /run | /sbin | /srv | /sys | /tmp | /usr | /var) ;;
        *) [ ! -e "$entry" ] || mknod "$base$entry" c 0 0 ;;
        esac
    done
}

build_base() {
    local base=$1 root=$RUN/mnt/base-root
    mkdir -p "$base" "$RUN/mnt/base-work" "$root"
    hide_foreign_directories "$base"
    mount -t overlay -o "lowerdir=/,upperdir=$base,workdir=$RUN/mnt/base-work" lab-base "$root"
    base_users "$root"
    base_login "$root"
    base_names "$root"
    base_trust "$root"
    # The machine's own Docker settings and upgrades are none of the lab's.
    rm -rf "$root/etc/docker" "$root/etc/default/docker" "$root/var/log/apt"
    mkdir -p "$root/var/log/apt"
    : >"$root/var/log/apt/history.log"
    # Nor are its package sources, which a lab host can't reach.
    rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d" "$root/var/lib/apt/lists"
    mkdir -p "$root/etc/apt/sources.list.d" "$root/var/lib/apt/lists/partial"
    umount "$root"
    base_homes "$RUN/mnt/homes"
}
