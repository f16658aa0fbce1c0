# What the machine is, one fact a line, for MachineFacts. POSIX sh of Ubuntu 14.04's dash and of busybox.
say() { printf '%s\n' "$*"; }
say "arch $(uname -m)"
grep -m 1 '^model name' /proc/cpuinfo | sed 's/^[^:]*:[[:space:]]*/cpu /'
# Without the line, as on ARM, nothing is known.
case $(grep -m 1 '^flags' /proc/cpuinfo) in
    '') ;;
    *' hypervisor'*) say 'hypervisor yes' ;;
    *) say 'hypervisor no' ;;
esac
sed -n 's/^btime /boot /p' /proc/stat
command -v systemd-detect-virt >/dev/null 2>&1 && say "virt $(systemd-detect-virt)"
for p in /proc/xen /proc/vz /var/lib/waagent /etc/waagent.conf /etc/vmware-tools /usr/bin/vmtoolsd /var/lib/amazon/ssm; do
    [ -e "$p" ] && say "sign $p"
done
[ -d /sys/class/dmi/id ] || say 'dmi none'
# By whom the kernel or a library wants a reboot: names of packages.
r=/var/run/reboot-required
if [ -e "$r" ]; then
    say "reboot-required $(stat -L -c %Y "$r") $([ -r "$r.pkgs" ] && sort -u "$r.pkgs" | tr '\n' ' ')"
fi
exit 0
