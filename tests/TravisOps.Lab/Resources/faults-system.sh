# Faults of the machine itself. Sourced by host.sh; which moment a function acts at, its prefix tells.

shape_disk_full() {
    DISK_FILL=92
}

shape_small_disk() { DISK_SIZE=30g; }

shape_little_memory() { MEMORY_KB=7992428; } # 7.6 GiB

shape_twelve_gigabytes() { MEMORY_KB=13631488; } # 13 GiB, between the limits of failing and passing

shape_few_cpus() { CPUS=0-3; }

shape_old_kernel() { KERNEL=3.13.0-170-generic; }

shape_ancient_kernel() { KERNEL=3.8.0-44-generic; }

shape_high_load() { LOAD='57.10 48.25 31.07 62/811 30412'; }

shape_old_os() {
    OS_VERSION=12.04.5 OS_NAME='Precise Pangolin' OS_CODENAME=precise
    KERNEL=3.13.0-117-generic
}

# The kernel has no clock of its own for a namespace, so the programs of every session, sudo's too, are told another time. Not
# sshd itself: its sandbox kills it for what the library does.
plant_clock_skew() {
    local library
    library=$(find /usr/lib -name libfaketime.so.1 -print -quit)
    printf 'LD_PRELOAD="%s"\nFAKETIME="+300s"\nFAKETIME_DONT_FAKE_MONOTONIC="1"\n' "$library" >>/etc/environment
}
