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
    private static readonly string[] InstallCommand = ["install", "--yes", "--no-install-recommends"];

    private const string DaemonPolicy = "/usr/sbin/policy-rc.d";

    /// <summary>From Debian 13 on, docker.io lacks the client; before, and on Ubuntu, there is no such package.</summary>
    private const string ClientPackage = "docker-cli";

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
        ("bin:docker", ClientPackage),
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
        // te-main's and the dashboard's HTTPS.
        ("bin:socat", "socat"),
        // te-main's database, where a lab is asked for one. No cluster of the machine's own is started.
        ("/usr/lib/postgresql/*/bin/initdb", "postgresql"),
        // te-main's Redis, beside its database. None of the machine's own is started.
        ("bin:redis-server", "redis-server"),
        ("/usr/lib/*/faketime/libfaketime.so.1", "libfaketime"),
    ];

    /// <summary>The packages that are not installed; quick, and without a call of apt.</summary>
    /// <param name="more">What is wanted besides the lab's own: a file that the package brings (<c>bin:NAME</c> for a program), and the package.</param>
    public static IReadOnlyList<string> Missing(params (string Sign, string Package)[] more)
    {
        List<string> missing = [.. Required.Concat(more).Where(r => !Exists(r.Sign)).Select(r => r.Package)];
        if (missing.Contains("docker.io"))
        {
            // Whether the client is a package of its own is known once the engine is there.
            missing.Remove(ClientPackage);
        }

        return missing;
    }

    /// <summary>
    /// Installs what is missing, as root on Debian or Ubuntu; elsewhere it only tells. No daemon is started on the machine by the
    /// installation. Safe while other processes do the same.
    /// </summary>
    /// <param name="say">Is told what is being done, a line at a time.</param>
    /// <param name="more">See <see cref="Missing"/>.</param>
    /// <returns>The packages that are still missing; empty when a lab has all it needs.</returns>
    public static IReadOnlyList<string> EnsureInstalled(Action<string> say, params (string Sign, string Package)[] more)
    {
        ArgumentNullException.ThrowIfNull(say);
        if (Missing(more).Count == 0 || !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Exists("bin:apt-get"))
        {
            return Missing(more);
        }

        using FileStream held = WaitForLock(say);
        if (Missing(more).Count > 0)
        {
            WithDaemonsHeld(() => Install(say, more));
        }

        return Missing(more);
    }

    private static void Install(Action<string> say, (string Sign, string Package)[] more)
    {
        IReadOnlyList<string> missing = Missing(more);
        say($"The lab needs packages that this machine lacks; installing with apt-get: {string.Join(' ', missing)}");
        // Without the lists nothing can be found; with old ones most can, so a failure is only told.
        Apt(["update"], say);
        Apt([.. InstallCommand, .. missing], say);
        if (Missing(more).Contains(ClientPackage))
        {
            Apt([.. InstallCommand, ClientPackage], say);
        }

        say(Missing(more) is { Count: > 0 } still
            ? $"Still missing: {string.Join(' ', still)}"
            : "The lab has all its packages.");
    }

    /// <summary>Keeps the packages' scripts from starting an sshd or a Docker Engine on the machine itself.</summary>
    private static void WithDaemonsHeld(Action install)
    {
        bool ours = !File.Exists(DaemonPolicy);
        try
        {
            if (ours)
            {
                // 101 is "not allowed".
                File.WriteAllText(DaemonPolicy, "#!/bin/sh\nexit 101\n");
                File.SetUnixFileMode(DaemonPolicy, (UnixFileMode)0b111_101_101);
            }

            install();
        }
        finally
        {
            if (ours)
            {
                File.Delete(DaemonPolicy);
            }
        }
    }

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
