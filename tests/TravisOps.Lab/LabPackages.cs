using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using TravisOps.Lab.Machine;

namespace TravisOps.Lab;

/// <summary>The Debian packages that a lab is made of.</summary>
public static class LabPackages
{
    private const string LockFile = "/run/travisops-lab-packages.lock";
    private const string DaemonPolicy = "/usr/sbin/policy-rc.d";

    /// <summary>One file that a package brings, in any of the usual places.</summary>
    private static readonly (string Sign, string Package)[] Required =
    [
        ("bin:sshd", "openssh-server"),
        ("bin:ssh", "openssh-client"),
        ("bin:sudo", "sudo"),
        ("bin:nft", "nftables"),
        ("bin:iptables", "iptables"),
        ("bin:ip", "iproute2"),
        ("bin:dockerd", "docker.io"),
        // A package of its own from Debian 13 on.
        ("bin:docker", "docker-cli"),
        ("bin:openssl", "openssl"),
        ("bin:ps", "procps"),
        ("bin:mkfs.ext4", "e2fsprogs"),
        ("bin:unshare", "util-linux"),
        ("bin:mount", "mount"),
        ("bin:chage", "passwd"),
        ("bin:hostname", "hostname"),
        // The images' only program: it must be the static one.
        ("/var/lib/dpkg/info/busybox-static.list", "busybox-static"),
        ("/usr/share/i18n/locales/de_DE", "locales"),
        ("/usr/lib/*/faketime/libfaketime.so.1", "libfaketime"),
    ];

    /// <summary>The packages that are not installed; quick, and without a call of apt.</summary>
    public static IReadOnlyList<string> Missing() => [.. Required.Where(r => !Exists(r.Sign)).Select(r => r.Package)];

    /// <summary>
    /// Installs what is missing, as root on Debian or Ubuntu; elsewhere it only tells. No daemon is started on the machine by the
    /// installation. Safe while other processes do the same.
    /// </summary>
    /// <param name="say">Is told what is being done, a line at a time.</param>
    /// <returns>The packages that are still missing; empty when a lab has all it needs.</returns>
    public static IReadOnlyList<string> EnsureInstalled(Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        if (Missing().Count == 0 || !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Exists("bin:apt-get"))
        {
            return Missing();
        }

        using FileStream held = WaitForLock(say);
        IReadOnlyList<string> missing = Missing();
        if (missing.Count > 0)
        {
            Install(missing, say);
        }

        return Missing();
    }

    private static void Install(IReadOnlyList<string> missing, Action<string> say)
    {
        say($"The lab needs packages that this machine lacks; installing with apt-get: {string.Join(' ', missing)}");
        bool policyIsOurs = !File.Exists(DaemonPolicy);
        try
        {
            if (policyIsOurs)
            {
                // 101 is "not allowed": no sshd and no Docker is started on the machine itself.
                File.WriteAllText(DaemonPolicy, "#!/bin/sh\nexit 101\n");
                File.SetUnixFileMode(DaemonPolicy, (UnixFileMode)0b111_101_101);
            }

            // Without the lists nothing can be found; with old ones most can, so a failure is only told.
            Apt(["update"], say);
            Apt(["install", "--yes", "--no-install-recommends", .. missing.Where(KnownToApt)], say);
        }
        finally
        {
            if (policyIsOurs)
            {
                File.Delete(DaemonPolicy);
            }
        }

        say(Missing() is { Count: > 0 } still
            ? $"Still missing: {string.Join(' ', still)}"
            : "The lab has all its packages.");
    }

    private static bool KnownToApt(string package) => Run("apt-cache", ["show", package]).ExitCode == 0;

    private static void Apt(string[] arguments, Action<string> say)
    {
        LabExecResult result = Run("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Options::=--force-confold", .. arguments]);
        if (result.ExitCode != 0)
        {
            say($"apt-get {arguments[0]} failed with exit code {result.ExitCode}: {result.Stderr.Trim()}");
        }
    }

    private static LabExecResult Run(string file, string[] arguments)
    {
        ProcessStartInfo info = Command.Prepare(file, arguments);
        info.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        // How to reach the archive is the machine's business.
        foreach (string name in (string[])["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                info.Environment[name] = value;
            }
        }

        return Command.RunAsync(info, "", CancellationToken.None).GetAwaiter().GetResult();
    }

    private static FileStream WaitForLock(Action<string> say)
    {
        bool said = false;
        while (true)
        {
            try
            {
                return new(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (!said)
                {
                    say("Waiting for another process that installs the lab's packages.");
                    said = true;
                }

                Thread.Sleep(200);
            }
        }
    }

    private static bool Exists(string sign)
    {
        if (sign.StartsWith("bin:", StringComparison.Ordinal))
        {
            // Not /usr/local: the hosts don't see the machine's.
            return ((string[])["/usr/sbin", "/usr/bin", "/sbin", "/bin"]).Any(d => File.Exists($"{d}/{sign[4..]}"));
        }

        int star = sign.IndexOf("/*/", StringComparison.Ordinal);
        return star < 0
            ? File.Exists(sign)
            : Directory.Exists(sign[..star]) && Directory.EnumerateDirectories(sign[..star]).Any(d => File.Exists(d + sign[(star + 2)..]));
    }
}
