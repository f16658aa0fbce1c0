using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

internal sealed class DockerStorageDriverCheck() : DockerCheck(
    "Docker.StorageDriver",
    "Storage driver of Docker Engine",
    "aufs on Ubuntu 14.04 and 16.04, or overlay2; devicemapper on workers",
    Manual.Docker + " and " + Manual.WorkerDocker + " (aufs, devicemapper); the worker installers for 16.04 and later set overlay2; Docker's documentation of the drivers")
{
    // A new driver starts with an empty store: what the old one holds is not lost and not seen.
    internal const string ToOverlay2 =
        "Plan a change to overlay2: back up, stop Docker, set \"storage-driver\": \"overlay2\" in /etc/docker/daemon.json, start Docker; images and containers have to be pulled or restored again.";

    private protected override Finding Judge(HostEvidence host, EvidenceItem item, DockerFacts docker)
    {
        if (docker.StorageDriver is not { } driver)
        {
            return Obstacle.Unreadable(item, "the storage driver");
        }

        var (status, message) = Rule(host.Role, driver, Distribution.Of(host).Release);
        return new Finding(status, message)
        {
            Actual = driver,
            Remedy = status is CheckStatus.Pass ? null : ToOverlay2,
            Item = item,
            Line = $"Storage Driver: {driver}",
        };
    }

    private static (CheckStatus Status, string Message) Rule(TravisRole role, string driver, OsRelease? release) => driver switch
    {
        "aufs" when release?.Ubuntu >= Requirements.UbuntuWithoutAufs => (
            CheckStatus.Warn,
            $"aufs is the manual's default for Ubuntu 14.04; on {release!.PrettyName} the installers set overlay2, and aufs is gone from Docker 24 and from Ubuntu's kernels 5.15 and later."),
        "aufs" => (
            CheckStatus.Pass,
            "aufs is the manual's default; it is gone from Docker 24 and from Ubuntu's kernels 5.15 and later, so change to overlay2 before an upgrade to those."),
        "overlay2" => (CheckStatus.Pass, "overlay2 is what the installers for Ubuntu 16.04 and later set; the manual, which is older, names aufs and devicemapper."),
        "devicemapper" when role == TravisRole.Worker => (
            CheckStatus.Pass, "devicemapper is one of the manual's two drivers for workers; it is gone from Docker 25, so change to overlay2 before an upgrade to that."),
        "devicemapper" => (
            CheckStatus.Warn, "devicemapper is the manual's driver for workers on AWS, not for the platform, whose default is aufs; it is gone from Docker 25."),
        "overlay" => (CheckStatus.Warn, "overlay, the predecessor of overlay2, uses up inodes and is gone from Docker 24."),
        "vfs" => (CheckStatus.Fail, "vfs copies every layer in full: builds are slow and fill the disk. Docker takes it when no other driver works."),
        "btrfs" or "zfs" or "fuse-overlayfs" or "overlayfs" => (
            CheckStatus.Warn, $"{driver} is none of the drivers that Travis CI Enterprise 2.x is documented for (aufs, devicemapper, overlay2)."),
        _ => (CheckStatus.Unknown, $"{driver} is a storage driver that this check has no rule for."),
    };
}
