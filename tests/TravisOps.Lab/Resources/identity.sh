# What a lab host claims to be: the files that the probe reads, put over the real ones. Sourced by host.sh.

default_identity() {
    CPUS=0-7
    MEMORY_KB=16424428 # a "16 GB" machine as the kernel counts it
    KERNEL=4.4.0-210-generic
    LOAD='0.42 0.36 0.30 1/210 4242'
    DISK_SIZE=64g
    DISK_FILL=
    OS_VERSION=16.04.7 OS_NAME='Xenial Xerus' OS_CODENAME=xenial
    if [ "$LAB_STYLE" = worker-trusty ]; then
        OS_VERSION=14.04.6 OS_NAME='Trusty Tahr' OS_CODENAME=trusty
    fi
}

# Puts standard input over a file that the kernel owns.
cover() {
    local copy=/run/identity/${1//\//_}
    cat >"$copy"
    mount --bind "$copy" "$1"
}

cpu_info() {
    local last=${CPUS##*-} n
    for n in $(seq 0 "$last"); do
        printf 'processor\t: %s\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R) CPU E5-2666 v3 @ 2.90GHz\n' "$n"
        printf 'cpu MHz\t\t: 2900.076\ncache size\t: 25600 KB\nsiblings\t: %s\ncpu cores\t: %s\n\n' $((last + 1)) $((last + 1))
    done
}

memory_info() {
    awk -v total="$MEMORY_KB" '{ printf "%-15s %8d kB\n", $1, $2 == "total" ? total : $2 ~ /%$/ ? total * $2 / 100 : $2 }' "$LIB/files/meminfo"
}

claim_identity() {
    mkdir /run/identity
    echo "$CPUS" | cover /sys/devices/system/cpu/online
    cpu_info | cover /proc/cpuinfo
    memory_info | cover /proc/meminfo
    echo "$LOAD" | cover /proc/loadavg
    echo "$KERNEL" | cover /proc/sys/kernel/osrelease

    local id=${OS_VERSION%.*}
    rm -f /etc/os-release
    cat >/etc/os-release <<OS
NAME="Ubuntu"
VERSION="$OS_VERSION LTS ($OS_NAME)"
ID=ubuntu
ID_LIKE=debian
PRETTY_NAME="Ubuntu $OS_VERSION LTS"
VERSION_ID="$id"
HOME_URL="http://www.ubuntu.com/"
SUPPORT_URL="http://help.ubuntu.com/"
BUG_REPORT_URL="http://bugs.launchpad.net/ubuntu/"
OS
    cat >/etc/lsb-release <<OS
DISTRIB_ID=Ubuntu
DISTRIB_RELEASE=$id
DISTRIB_CODENAME=$OS_CODENAME
DISTRIB_DESCRIPTION="Ubuntu $OS_VERSION LTS"
OS
    rm -f /etc/debian_version
    echo 'jessie/sid' >/etc/debian_version
}
