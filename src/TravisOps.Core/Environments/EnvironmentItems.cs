using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Probing;

namespace TravisOps.Environments;

/// <summary>What Get-TravisEnvironment and the baselines ask of a host beyond what the checks ask.</summary>
public static class EnvironmentItems
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What the machine's firmware says that it is (facts 11). Serial and UUID are for root only.</summary>
    public static IReadOnlyList<ProbeItem> Dmi { get; } =
    [
        .. new[] { "sys_vendor", "product_name", "product_version", "chassis_asset_tag", "bios_vendor", "bios_version", "board_asset_tag", "product_uuid", "product_serial" }
            .Select(name => File("dmi." + name.Replace('_', '-'), "/sys/class/dmi/id/" + name)),
    ];

    /// <summary>The hypervisor's id of this machine, on Xen.</summary>
    public static ProbeItem HypervisorUuid { get; } = File("hypervisor.uuid", "/sys/hypervisor/uuid");

    /// <summary>What cloud-init took the machine for at its last start.</summary>
    public static ProbeItem CloudId { get; } = File("cloud.id", "/run/cloud-init/cloud-id");

    /// <summary>The source that cloud-init has its data from; stays in an image that is moved to another cloud.</summary>
    public static ProbeItem CloudDataSource { get; } = File("cloud.datasource", "/var/lib/cloud/instance/datasource");

    /// <summary>Processor, architecture, start, hypervisor's signs, wanted reboot.</summary>
    public static ProbeItem Machine { get; } = Script("machine", EnvironmentScript.Read("machine"), 5);

    /// <summary>Configuration management and other services.</summary>
    public static ProbeItem Tools { get; } = Script(
        "tools",
        EnvironmentScript.Read(
            "tools",
            ("tv_paths", EnvironmentScript.Lines(KnownTool.All.SelectMany(tool => tool.Patterns).Distinct())),
            ("tv_cron", string.Join("|", KnownTool.All.SelectMany(tool => tool.CronWords))),
            ("tv_names", string.Join(" ", KnownTool.All.SelectMany(tool => tool.Processes).Concat(KnownService.All.SelectMany(service => service.Processes)).Distinct()))),
        8);

    /// <summary>Proxies, without log-ins.</summary>
    public static ProbeItem Proxies { get; } = Script("proxies", EnvironmentScript.Read("proxies"), 5);

    /// <summary>Versions of the packages that matter.</summary>
    public static ProbeItem Packages { get; } = Script(
        "packages", EnvironmentScript.Read("packages", ("tv_patterns", string.Join(" ", KnownPackages.Patterns))), 5);

    /// <summary>Times of the files that matter, and hashes of those without a secret.</summary>
    public static ProbeItem Files { get; } = Script(
        "files",
        EnvironmentScript.Read("files", ("tv_plain", EnvironmentScript.Lines(KnownFiles.Plain)), ("tv_secret", EnvironmentScript.Lines(KnownFiles.Secret))),
        6);

    /// <summary>When the machine started, and with which kernel.</summary>
    public static ProbeItem Boots { get; } = Script("boots", EnvironmentScript.Read("boots"), 5);

    /// <summary>GitHub or GitHub Enterprise, external services, Replicated's version: on the platform. Behind Docker's gate, because it asks te-main.</summary>
    public static ProbeItem GitHub { get; } = Script("github", EnvironmentScript.Read("github"), 25) with { Gate = PreflightItems.DockerGate };

    /// <summary>Time zone with its changes from 2010 on, and the time service.</summary>
    /// <param name="now">The present: the changes of the next two years are asked too.</param>
    public static ProbeItem Clock(DateTime now) => Script(
        ClockName,
        EnvironmentScript.Read("clock", ("tv_from", Number(FirstYear)), ("tv_until", Number(now.Year + 2))),
        5);

    /// <summary>apt's and dpkg's history.</summary>
    /// <param name="since">The earliest time that matters, UTC: files that were last written before are not read.</param>
    public static ProbeItem History(DateTime since) => Script(
        HistoryName,
        EnvironmentScript.Read(
            "history",
            ("tv_since", Number((long)Math.Max(0, (since - Epoch).TotalSeconds))),
            ("tv_packages", KnownPackages.Expression)),
        10) with { MaxBytes = 1024 * 1024, LongOutput = true };

    internal const string ClockName = "clock";

    // No log of a machine that runs Travis CI Enterprise 2.x, which is of 2015, goes back further.
    private const int FirstYear = 2010;

    internal const string HistoryName = "packages.history";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static ProbeItem File(string name, string path) => new() { Name = name, Kind = ProbeItemKind.File, Source = path, MaxBytes = 1024 };

    private static ProbeItem Script(string name, string text, int seconds) => new()
    {
        Name = name,
        Kind = ProbeItemKind.Command,
        Source = text,
        TimeLimit = TimeSpan.FromSeconds(seconds),
    };
}
