using System;
using System.Text.RegularExpressions;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

internal sealed class DockerDriverKernelCheck() : DockerCheck(
    "Docker.DriverKernel",
    "Whether the kernel fits the storage driver",
    "overlay2: kernel 4.0 or later; overlay: 3.18; devicemapper: 3.10; aufs: 3.10, and before 5.15",
    Manual.WorkerDocker + " (3.18 for aufs and devicemapper, which was meant for overlay); Docker's documentation of the drivers; Ubuntu's kernels from 5.15 on have no aufs")
{
    // Red Hat put what overlay2 needs into its 3.10 (Docker's documentation of the driver).
    private static readonly Regex RedHat = new(@"^3\.10\.0-(\d{1,5})\..*el7", RegexOptions.CultureInvariant);

    private protected override Finding Judge(HostEvidence host, EvidenceItem item, DockerFacts docker)
    {
        if (docker.StorageDriver is not { } driver)
        {
            return Obstacle.Unreadable(item, "the storage driver");
        }

        if (Obstacle.In(host, PreflightItems.Kernel) is { } obstacle)
        {
            return obstacle;
        }

        var source = host.Find(PreflightItems.Kernel.Name)!;
        var text = source.Text.Trim();
        if (VersionNumber.Parse(text) is not { } kernel)
        {
            return Obstacle.Unreadable(source, "the kernel's release");
        }

        var (status, message, remedy) = Rule(driver, kernel, text);
        return new Finding(status, message)
        {
            Actual = $"{driver} on {text}",
            Remedy = remedy,
            Item = source,
            Line = text,
        };
    }

    private static (CheckStatus Status, string Message, string? Remedy) Rule(string driver, Version kernel, string text) => driver switch
    {
        "overlay2" when kernel >= Requirements.KernelOverlay2 => (CheckStatus.Pass, $"overlay2 wants kernel 4.0 or later, and this is {text}.", null),
        "overlay2" when RedHat.Match(text) is { Success: true } match && int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 514 => (
            CheckStatus.Pass, $"overlay2 wants kernel 4.0 or later, or Red Hat's 3.10.0-514, and this is {text}.", null),
        "overlay2" => (CheckStatus.Warn, $"overlay2 wants kernel 4.0 or later and this is {text}: Docker does not support it there.", KernelCheck.NewerKernel),
        "overlay" when kernel < Requirements.KernelManual => (CheckStatus.Fail, $"overlay needs kernel 3.18 and this is {text}.", KernelCheck.NewerKernel),
        "aufs" when kernel >= Requirements.KernelWithoutAufs => (
            CheckStatus.Warn,
            $"Ubuntu's kernels from 5.15 on have no aufs and this is {text}: it works with a module of somebody else, and Docker will not start without that.",
            DockerStorageDriverCheck.ToOverlay2),
        "aufs" or "devicemapper" or "overlay" when kernel < Requirements.KernelFail => (
            CheckStatus.Fail, $"{driver} wants kernel 3.10 or later and this is {text}.", KernelCheck.NewerKernel),
        "aufs" or "devicemapper" when kernel < Requirements.KernelManual => (
            CheckStatus.Pass, $"{driver} runs on {text}; the manual's 3.18 was meant for the overlay driver.", null),
        "aufs" or "devicemapper" or "overlay" => (CheckStatus.Pass, $"{driver} runs on {text}.", null),
        _ => (CheckStatus.Skip, $"There is no rule about the kernel for {driver}: see Docker.StorageDriver.", null),
    };
}
