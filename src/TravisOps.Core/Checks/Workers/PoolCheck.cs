using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

/// <summary>POOL_SIZE builds at once, each with its share, against what the machine has.</summary>
internal abstract class PoolCheck(string id, string title, string limits, string reference) : WorkerCheck(id, title, limits, reference)
{
    private protected sealed override IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration)
    {
        var (pool, poolPlace, wrong) = Read(host, configuration, "POOL_SIZE", Requirements.PoolSize, WorkerFindings.Number);
        return [wrong ?? Judge(host, configuration, pool, poolPlace)];
    }

    private protected abstract Finding Judge(HostEvidence host, WorkerConfiguration configuration, long pool, string place);

    /// <summary>CPUs of a build; 0: no limit.</summary>
    private protected static (long Value, string Place, Finding? Wrong) BuildCpus(HostEvidence host, WorkerConfiguration configuration) =>
        Read(host, configuration, "DOCKER_CPUS", Requirements.BuildCpus, WorkerFindings.Number);

    /// <summary>Memory of a build in bytes; 0: no limit.</summary>
    private protected static (long Value, string Place, Finding? Wrong) BuildMemory(HostEvidence host, WorkerConfiguration configuration) =>
        Read(host, configuration, "DOCKER_MEMORY", Requirements.BuildMemoryKib * 1024, WorkerFindings.Bytes);

    /// <summary>The CPUs that the worker hands out (backend/docker.go): two at least, also where the machine has one, which Docker then refuses.</summary>
    private protected static (long Value, string Place, Finding? Wrong) CpuSets(HostEvidence host, WorkerConfiguration configuration, int cpus)
    {
        var (value, place, wrong) = Read(host, configuration, "DOCKER_CPU_SET_SIZE", cpus, WorkerFindings.Number);
        return (Math.Max(2, value), place, wrong);
    }

    /// <summary>What a worker does with a setting that it can't read (backend/docker.go): it goes by the default for these, and ends for the others.</summary>
    private static bool GoesByDefault(string name) => name is "DOCKER_CPUS" or "DOCKER_MEMORY";

    /// <summary>Sets as many builds at once as both the CPUs and the memory of the machine let, so that the fix of one check is not the fault of the other.</summary>
    private protected static string SetFitting(HostEvidence host, WorkerConfiguration configuration)
    {
        var each = BuildCpus(host, configuration);
        var memory = BuildMemory(host, configuration);
        long? cpus = CpuCheck.Count(host) is { } count ? Math.Min(count.Count, CpuSets(host, configuration, count.Count) is { Wrong: null } sets ? sets.Value : count.Count) : null;
        var fits = new[]
        {
            each.Wrong is null ? cpus / Math.Max(1, each.Value) : null,
            memory is { Wrong: null, Value: > 0 } && host.Find(PreflightItems.Memory.Name) is { Status: EvidenceStatus.Collected } item && MemoryInfo.TotalKib(item.Text) is { } total
                ? (long)(total * Requirements.PoolMemoryTolerance) * 1024 / memory.Value
                : null,
        };
        return WorkerFindings.Set(configuration.Layout, configuration.Get("POOL_SIZE")?.Name ?? "POOL_SIZE", Math.Max(1, fits.Min() ?? 1).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A number of the settings or its default, where it stands, and a finding when it can't be read.</summary>
    private static (long Value, string Place, Finding? Wrong) Read(HostEvidence host, WorkerConfiguration configuration, string name, long byDefault, Func<string, long?> parse)
    {
        if (configuration.Get(name) is not { } setting)
        {
            return (byDefault, $"{name} is not set, so {byDefault}", null);
        }

        if (setting.Literal)
        {
            return (0, setting.Place, WorkerFindings.Literal(host, setting));
        }

        if (setting.Value.Unknown is { } why)
        {
            return (0, setting.Place, WorkerFindings.NotKnown(host, setting.Name, setting.Place, why));
        }

        return parse(setting.Value.Text) is { } value
            ? (value, $"{setting.Place}: {setting.Name}={setting.Value.Text.Trim()}", null)
            : (0, setting.Place, new Finding(
                GoesByDefault(name) ? CheckStatus.Warn : CheckStatus.Fail,
                GoesByDefault(name) ? $"{setting.Name} can't be read by the worker, which goes by its default then." : $"{setting.Name} is no number: the worker does not start with it, or goes by its default.")
            {
                Actual = SettingValue.Shown(setting.Value.Text, configuration.Secrets),
                Item = host.Find(WorkerItems.SettingsName),
                Line = $"{setting.Place}: {setting.Name}",
                Remedy = $"sudoedit {setting.Path}   # line {setting.Line}; then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}",
            });
    }
}
