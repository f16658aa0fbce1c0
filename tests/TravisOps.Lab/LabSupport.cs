using System;
using System.Threading;
using TravisOps.Lab.Machine;

namespace TravisOps.Lab;

/// <summary>Whether this machine can run a lab.</summary>
public static class LabSupport
{
    private static readonly Lazy<string?> Kernel = new(TryKernel, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary><see langword="null"/> when a lab can run here, else the reason as a sentence for a person.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "it needs Linux, for namespaces and Docker Engine.";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "it needs root, for namespaces and mounts. Run it with sudo.";
        }

        if (LabPackages.Missing() is { Count: > 0 } missing)
        {
            return $"it needs these packages: {string.Join(' ', missing)}. On Debian or Ubuntu: apt-get install --no-install-recommends {string.Join(' ', missing)}";
        }

        return Kernel.Value;
    }

    private static string? TryKernel()
    {
        LabExecResult result = Command.RunAsync(
            Command.Prepare("unshare", "--mount", "--net", "--pid", "--fork", "bash", "-s"),
            Resources.Read("try.sh"),
            CancellationToken.None).GetAwaiter().GetResult();
        return result.ExitCode == 0
            ? null
            : $"the kernel or the container around this machine refuses namespaces, mounts or devices: {result.Stderr.Trim()}";
    }
}
