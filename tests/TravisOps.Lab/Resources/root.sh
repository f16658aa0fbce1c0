# The root directory of a lab host: a layer of its own over the shared base and the machine. Sourced by host.sh.

# The disk of the host. tmpfs takes only what is written, so its size is what `df` should say.
make_disk() {
    mkdir -p "$1"
    if [ -z "${DISK_FILL:-}" ]; then
        mount -t tmpfs -o "size=$DISK_SIZE,mode=755" "/dev/xvda1" "$1"
        return
    fi
    # A full disk must cost no memory: ext4 on a sparse file, where allocated space is not written.
    mount -t tmpfs -o "size=$DISK_SIZE,mode=700" lab-disk "$1"
    truncate -s "$DISK_SIZE" "$1/image"
    mkfs.ext4 -q -m 0 -O ^has_journal -E lazy_itable_init=1,nodiscard "$1/image"
    mount -o loop "$1/image" "$1"
    local total available block
    read -r total available block < <(stat -f -c '%b %a %S' "$1")
    # df rounds up, so half a percent less.
    fallocate -l $(((available - total * (1000 - DISK_FILL * 10 + 5) / 1000) * block)) "$1/ballast"
}

make_root() {
    DISK=$RUN/mnt/$LAB_HOST
    make_disk "$DISK"
    mkdir -p "$DISK"/{upper,work,root,docker,home,opt,srv} "$DISK"/local/{bin,sbin,etc,lib,share}
    mkdir -m 700 "$DISK/root-home"
    ROOT=$DISK/root
    mount -t overlay -o "lowerdir=$RUN/mnt/base:/,upperdir=$DISK/upper,workdir=$DISK/work" /dev/xvda1 "$ROOT"

    mount -t sysfs sysfs "$ROOT/sys"
    # Docker needs the machine's control groups where it looks for them.
    mount --rbind /sys/fs/cgroup "$ROOT/sys/fs/cgroup"
    mount -t tmpfs -o mode=755,size=64m tmpfs "$ROOT/run"
    mount -t tmpfs -o mode=1777,size=1g tmpfs "$ROOT/tmp"
    # Directories that must not show the machine's own files. /var/lib/docker can't be an overlay itself.
    mkdir -p "$ROOT/var/lib/docker"
    mount --bind "$DISK/docker" "$ROOT/var/lib/docker"
    mount --bind "$DISK/home" "$ROOT/home"
    mount --bind "$DISK/opt" "$ROOT/opt"
    mount --bind "$DISK/srv" "$ROOT/srv"
    mount --bind "$DISK/local" "$ROOT/usr/local"
    mount --bind "$DISK/root-home" "$ROOT/root"
    make_dev "$ROOT/dev"
    mkdir "$ROOT/run/lab" "$ROOT/run/sshd" "$ROOT/run/lock" "$ROOT/run/lab-homes" "$ROOT/run/lab-state"
    mount --bind "$LIB" "$ROOT/run/lab"
    mount --bind "$RUN/mnt/homes" "$ROOT/run/lab-homes"
    mount --bind "$STATE" "$ROOT/run/lab-state"
}

make_dev() {
    mount -t tmpfs -o mode=755,size=1m tmpfs "$1"
    mkdir "$1/pts" "$1/shm" "$1/mqueue"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$1/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$1/shm"
    mount -t mqueue mqueue "$1/mqueue"
    mknod -m 666 "$1/null" c 1 3
    mknod -m 666 "$1/zero" c 1 5
    mknod -m 666 "$1/full" c 1 7
    mknod -m 666 "$1/random" c 1 8
    mknod -m 666 "$1/urandom" c 1 9
    mknod -m 666 "$1/tty" c 5 0
    ln -s pts/ptmx "$1/ptmx"
    ln -s /proc/self/fd "$1/fd"
    ln -s /proc/self/fd/0 "$1/stdin"
    ln -s /proc/self/fd/1 "$1/stdout"
    ln -s /proc/self/fd/2 "$1/stderr"
}

enter_root() {
    cd "$ROOT"
    # The old root is put over /mnt, which hides the machine's files there for good once it is gone.
    pivot_root . mnt
    cd /
    mount -t proc proc /proc
    umount -l /mnt
    mount -t tmpfs -o mode=755,size=1m tmpfs /mnt
    LIB=/run/lab
    STATE=/run/lab-state
    cp -a /run/lab-homes/home/. /home/
    cp -a /run/lab-homes/root/. /root/
    umount /run/lab-homes
    hostname >/etc/hostname
}

# What the host must not see: the lab's own scripts, and its secrets.
leave_library() {
    umount /run/lab /run/lab-state
    rmdir /run/lab /run/lab-state /run/lab-homes
}
