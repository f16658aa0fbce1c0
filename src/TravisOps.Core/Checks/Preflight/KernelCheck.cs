using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

internal sealed class KernelCheck() : Check(
    "System.Kernel",
    "Kernel release",
    "3.16 or later; below 3.10 it fails; the manual says 3.18 for workers",
    Manual.WorkerDocker + " (3.18 was meant for the overlay driver); " + Manual.Prerequisites + " (3.16); Docker and Replicated (3.10)")
{
    /// <summary>The fix of whatever wants a newer kernel: it is one task.</summary>
    internal const string NewerKernel =
        "sudo apt-get install linux-generic-lts-xenial   # Ubuntu 14.04: kernel 4.4; other releases: linux-generic; then restart when no build runs";

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, PreflightItems.Kernel) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(PreflightItems.Kernel.Name)!;
        var text = item.Text.Trim();
        if (VersionNumber.Parse(text) is not { } kernel)
        {
            yield return Obstacle.Unreadable(item, "the kernel's release");
            yield break;
        }

        var (status, message) = kernel switch
        {
            _ when kernel < Requirements.KernelFail => (CheckStatus.Fail, $"Kernel {text} is older than 3.10, the oldest that Docker and Replicated run on."),
            _ when kernel < Requirements.KernelWarn => (
                CheckStatus.Warn,
                $"Kernel {text} runs Docker, and is older than the recommended 3.16; the manual's 3.18 for workers was meant for the overlay driver, not for aufs or devicemapper."),
            _ when kernel < Requirements.KernelManual && host.Role == TravisRole.Worker => (
                CheckStatus.Pass,
                $"Kernel {text} is the recommended 3.16 or later; the manual's 3.18 for workers was meant for the overlay driver, not for aufs or devicemapper."),
            _ => (CheckStatus.Pass, $"Kernel {text} meets every version that is asked for ({(host.Role == TravisRole.Worker ? "3.18" : "3.16")})."),
        };
        yield return new Finding(status, message)
        {
            Actual = text,
            Remedy = status == CheckStatus.Pass ? null : NewerKernel,
            Item = item,
            Line = text,
        };
    }
}
