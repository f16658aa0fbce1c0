# Tries, in namespaces of its own, what a lab host needs of the kernel. Run as: unshare --mount --net --pid --fork bash try.sh
set -eu
mount --make-rprivate /
mount -t tmpfs lab-try /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work lab-try /mnt/root
mount -t proc proc /mnt/root/proc
mount -t sysfs sysfs /mnt/root/sys
ip link add try0 type veth peer name try1
ip link add try2 type bridge
mknod /mnt/node c 1 3
true >/mnt/node
