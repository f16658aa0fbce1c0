using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Environments;

/// <summary>Which configuration management is on a host, and whether it is at work (facts 11).</summary>
public static class ConfigurationManagementDetector
{
    /// <summary>A run within this time says that a tool is at work, also when nothing of it runs at this moment (facts 11: a day to a week).</summary>
    public static TimeSpan ActiveTime { get; } = TimeSpan.FromDays(7);

    /// <summary>The tools in the order of the facts; null when the host was not asked or could not answer.</summary>
    public static IReadOnlyList<ConfigurationTool>? Detect(HostEvidence host)
    {
        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        if (ToolsFacts.Parse(host.Find(EnvironmentItems.Tools.Name)) is not { } facts)
        {
            return null;
        }

        var packages = PackageList.Parse(host.Find(EnvironmentItems.Packages.Name));
        var clock = HostClock.Parse(host.Find(EnvironmentItems.ClockName));
        return [.. KnownTool.All.Select(tool => Judge(tool, facts, packages, clock, host.CollectedAt)).OfType<ConfigurationTool>()];
    }

    private static ConfigurationTool? Judge(KnownTool tool, ToolsFacts facts, PackageList? packages, HostClock? clock, DateTime now)
    {
        var (ran, ranBy) = LastRun(tool, facts, clock, now);
        var process = tool.Processes.FirstOrDefault(facts.Processes.Contains);
        var cron = facts.Crons.FirstOrDefault(entry => tool.CronWords.Any(word => Regex.IsMatch(entry.Word, "^(?:" + word + ")$")));
        var package = tool.Packages.FirstOrDefault(name => packages?.Version(name) is not null);
        var installed = First(tool.Installed, facts);
        var trace = First(tool.Traces.Concat(tool.Runs), facts);

        (ConfigurationToolState State, string Proof)? found =
            process is not null ? (ConfigurationToolState.Active, $"process {process.Replace('/', ' ')}")
            : cron.File is not null ? (ConfigurationToolState.Active, $"'{cron.Word}' in {cron.File}")
            : ran is { } time && now - time <= ActiveTime ? (ConfigurationToolState.Active, $"ran lately: {ranBy}")
            : package is not null ? (ConfigurationToolState.Installed, $"package {package} {packages!.Version(package)}")
            : installed is not null ? (ConfigurationToolState.Installed, installed)
            : trace is not null ? (ConfigurationToolState.Traces, trace)
            : ran is not null ? (ConfigurationToolState.Traces, ranBy!)
            : null;
        return found is { } state ? new ConfigurationTool { Name = tool.Name, State = state.State, Proof = state.Proof, LastRun = ran } : null;
    }

    private static (DateTime? Time, string? By) LastRun(KnownTool tool, ToolsFacts facts, HostClock? clock, DateTime now)
    {
        var newest = facts.Paths.Where(path => tool.Runs.Any(run => Wildcards.Match(run, path.Key))).OrderByDescending(path => path.Value).FirstOrDefault();
        (DateTime? Time, string? By) last = newest.Key is null ? (null, null) : (newest.Value, newest.Key);
        if (tool.Name == "Ansible" && facts.AnsibleLine is { } line && SyslogTime.Parse(line, clock, now) is { } logged && (last.Time is null || logged > last.Time))
        {
            last = (logged, "module " + line.Substring(line.LastIndexOf(' ') + 1) + " in the system's log");
        }

        return last;
    }

    private static string? First(IEnumerable<string> patterns, ToolsFacts facts) =>
        patterns.Select(pattern => facts.Paths.Keys.FirstOrDefault(path => Wildcards.Match(pattern, path))).FirstOrDefault(path => path is not null);
}
