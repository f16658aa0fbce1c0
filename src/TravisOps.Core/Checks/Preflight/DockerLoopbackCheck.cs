using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Preflight;

internal sealed class DockerLoopbackCheck() : DockerCheck(
    "Docker.DevicemapperLoopback",
    "Whether devicemapper keeps its data in a file on a loop device",
    "no loop file: devicemapper on a thin pool of LVM",
    Manual.Docker + " (\"requires a more elaborate setup\"); Replicated's host preflight warns of it")
{
    private protected override Finding Judge(HostEvidence host, EvidenceItem item, DockerFacts docker)
    {
        if (docker.StorageDriver is not { } driver)
        {
            return Obstacle.Unreadable(item, "the storage driver");
        }

        if (driver != "devicemapper")
        {
            return new Finding(CheckStatus.Skip, $"Does not apply: the storage driver is {driver}.") { Actual = driver, Item = item, Line = $"Storage Driver: {driver}" };
        }

        return docker.DataLoopFile is { } file
            ? new Finding(CheckStatus.Warn, $"devicemapper keeps its data in {file} on a loop device: slow, and it can lose data when the disk fills; it is for trials only.")
            {
                Actual = file,
                Item = item,
                Line = $"Data loop file: {file}",
                Remedy = "Set Docker up again with a thin pool on a disk of its own (dm.thinpooldev), as the worker installer for AWS does, or with overlay2.",
            }
            : new Finding(CheckStatus.Pass, "devicemapper does not use a loop device.") { Actual = "no loop file", Item = item, Line = "Storage Driver: devicemapper" };
    }
}
