using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Docker;
using TravisOps.Environments;
using TravisOps.Evidence;

namespace TravisOps.Baselines;

/// <summary>From the evidence of a host to the facts of a baseline. What moves by itself, such as load, uptime and free space, is not among them.</summary>
public static class BaselineFacts
{
    /// <summary>Ports from here on are picked by Docker anew at each start (facts 0, D3).</summary>
    private const int FirstDynamicPort = 32768;

    /// <summary>One host. One that could not be looked at has its failure and no facts.</summary>
    public static BaselineHost Of(HostEvidence host)
    {
        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var unknown = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (host.Failure is not null && host.IsEmpty)
        {
            return new BaselineHost { ComputerName = host.ComputerName, Role = host.Role, CollectedAt = Seconds(host.CollectedAt), Failure = host.Failure.Message, Facts = facts, Unknown = unknown };
        }

        var environment = EnvironmentJudge.Judge(host, DateTime.MinValue);
        Environment(environment, host, Add);
        Packages(host, Add, Unknown);
        Files(host, Add, Unknown);
        Docker(host, Add, Unknown);
        if (host.Role == TravisRole.Worker)
        {
            WorkerFacts.Add(host, Add, Unknown);
        }

        foreach (var check in PreflightEvaluator.Evaluate(host, skipReplicated: false).Concat(DockerEvaluator.Evaluate(host)).GroupBy(result => result.Id))
        {
            // A check that looks at several things has one status here, the worst.
            Add("check." + check.Key, check.OrderByDescending(result => Rank(result.Status)).First().Status.ToString());
        }

        return new BaselineHost
        {
            ComputerName = host.ComputerName,
            Role = host.Role,
            CollectedAt = Seconds(host.CollectedAt),
            Facts = facts,
            Unknown = unknown,
            Changes = environment.RecentChanges,
        };

        void Add(string path, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                facts[path] = Ssh.PlainText.Harmless(value!);
            }
            else if (!path.StartsWith("check.", StringComparison.Ordinal))
            {
                Unknown(path, "not told");
            }
        }

        void Unknown(string path, string reason) => unknown[path] = Ssh.PlainText.OneLine(reason, 300);
    }

    private static void Environment(TravisEnvironment one, HostEvidence host, Action<string, string?> add)
    {
        add("system.name", one.OperatingSystem);
        add("system.kernel", one.Kernel);
        add("system.architecture", one.Architecture);
        add("hardware.cpus", Number(one.Cpus));
        add("hardware.processor", one.Processor);
        add("hardware.memory", one.MemoryGiB is { } memory ? memory.ToString("0.0", CultureInfo.InvariantCulture) + " GiB" : null);
        foreach (var disk in one.Disks)
        {
            add($"hardware.disk.{disk.Path}", $"{(disk.TotalKib / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture)} GiB on {disk.Device}");
        }

        add("iaas", one.Iaas == IaasPlatform.Unknown ? null : one.Iaas.ToString());
        add("time.zone", one.TimeZone);
        var clock = HostClock.Parse(host.Find(EnvironmentItems.ClockName));
        add("time.service", clock is null ? null : clock.Services.Count == 0 ? "none" : string.Join(", ", clock.Services));
        Each("management.", one.ConfigurationManagement?.Select(tool => (tool.Name, tool.State.ToString())), add);
        Each("service.", one.Services?.Select(service => (service, "there")), add);
        Each(
            "proxy.",
            one.Proxies?.GroupBy(proxy => $"{proxy.Source}#{proxy.Name}").Select(group => (group.Key, string.Join(", ", group.Select(proxy => proxy.Value).OrderBy(value => value, StringComparer.Ordinal)))),
            add);
        if (host.Role == TravisRole.Platform)
        {
            add("github.kind", one.GitHub is null or GitHubKind.Unknown ? null : one.GitHub.ToString());
            add("github.host", one.GitHubHost);
            if (one.GitHub != GitHubKind.GitHubCom)
            {
                add("github.version", one.GitHubVersion);
            }

            add("replicated.version", one.ReplicatedVersion);
            add("travis.version", one.TravisVersion);
            add("travis.high-availability", one.HighAvailability is null or HighAvailability.Unknown ? null : one.HighAvailability.ToString());
        }
        else
        {
            add("worker.version", one.WorkerVersion);
        }

        add("docker.version", one.DockerVersion);
        add("docker.storage-driver", one.StorageDriver);
    }

    private static void Packages(HostEvidence host, Action<string, string?> add, Action<string, string> unknown)
    {
        if (PackageList.Parse(host.Find(EnvironmentItems.Packages.Name)) is not { } packages)
        {
            unknown("package.", WhyNot.In(host, EnvironmentItems.Packages.Name));
            return;
        }

        foreach (var package in packages.All)
        {
            add("package." + package.Key, package.Value);
        }
    }

    private static void Files(HostEvidence host, Action<string, string?> add, Action<string, string> unknown)
    {
        if (FileFacts.Parse(host.Find(EnvironmentItems.Files.Name)) is not { } files)
        {
            unknown("file.", WhyNot.In(host, EnvironmentItems.Files.Name));
            return;
        }

        foreach (var file in files)
        {
            // A new time with the old content is no change; only where the content is not told does the time count.
            add("file." + file.Path, file.Sha256 is { } hash ? "sha256:" + hash : "modified " + file.Modified.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            add("mode." + file.Path, $"{file.Mode} {file.Owner}");
        }
    }

    private static void Docker(HostEvidence host, Action<string, string?> add, Action<string, string> unknown)
    {
        var facts = host.Find(PreflightItems.DockerInfo.Name) is { } info ? DockerParser.Parse(info) : null;
        add("docker.root", facts?.RootDirectory);
        add("docker.log-driver", facts?.LoggingDriver);
        add("docker.cgroup-driver", facts?.CgroupDriver);
        var settings = SettingsEvidence.Read(host);
        var otherwise = SettingsEvidence.IsComplete(host) ? "by default" : null;
        add("docker.listens", settings.Hosts.Count == 0 ? otherwise : string.Join(", ", settings.Hosts.Select(one => one.Text).Distinct().OrderBy(one => one, StringComparer.Ordinal)));
        add("docker.icc", settings.InterContainer?.ToString() ?? otherwise);
        add("docker.log-max-size", settings.LogMaxSize ?? otherwise);
        if (host.Role != TravisRole.Platform)
        {
            return;
        }

        var report = BindingJudge.Judge(host, false);
        if (report.Failure is { } failure)
        {
            unknown("docker.binding.", failure.Message);
            return;
        }

        foreach (var binding in report.Bindings)
        {
            var port = binding.ExpectedHostPort is null && binding.HostPort >= FirstDynamicPort ? "a port of Docker's choice" : Number(binding.HostPort);
            add($"docker.binding.{binding.ContainerPort}/{binding.Protocol}", binding.HostPort is null ? binding.State.ToString() : $"{binding.State}: {binding.HostAddress} {port}");
        }
    }

    private static void Each(string start, IEnumerable<(string Name, string Value)>? all, Action<string, string?> add)
    {
        if (all is null)
        {
            add(start, null);
            return;
        }

        foreach (var (name, value) in all)
        {
            add(start + name, value);
        }
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static int Rank(CheckStatus status) => status switch
    {
        CheckStatus.Fail => 4,
        CheckStatus.Warn => 3,
        CheckStatus.Unknown => 2,
        CheckStatus.Pass => 1,
        _ => 0,
    };

    /// <summary>Whole seconds: a file that is read back has what was written.</summary>
    private static DateTime Seconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
