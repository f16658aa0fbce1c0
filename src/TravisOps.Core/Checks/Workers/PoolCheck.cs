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
        var (pool, poolPlace, wrong) = Read(host, configuration, "POOL_SIZE", Requirements.PoolSize, bytes: false);
        return [wrong ?? Judge(host, configuration, pool, poolPlace)];
    }

    private protected abstract Finding Judge(HostEvidence host, WorkerConfiguration configuration, long pool, string place);

    /// <summary>Sets as many builds at once as both the CPUs and the memory of the machine let, so that the fix of one check is not the fault of the other.</summary>
    private protected static string SetFitting(HostEvidence host, WorkerConfiguration configuration)
    {
        var cpus = Read(host, configuration, "DOCKER_CPUS", Requirements.BuildCpus, bytes: false);
        var memory = Read(host, configuration, "DOCKER_MEMORY", Requirements.BuildMemoryKib * 1024, bytes: true);
        var fits = new[]
        {
            cpus.Wrong is null ? CpuCheck.Count(host)?.Count / Math.Max(1, cpus.Value) : null,
            memory is { Wrong: null, Value: > 0 } && host.Find(PreflightItems.Memory.Name) is { Status: EvidenceStatus.Collected } item ? MemoryInfo.TotalKib(item.Text) * 1024 / memory.Value : null,
        };
        return WorkerFindings.Set(configuration.Layout, configuration.Get("POOL_SIZE")?.Name ?? "POOL_SIZE", Math.Max(1, fits.Min() ?? 1).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A number of the settings or its default, where it stands, and a finding when it can't be read.</summary>
    private protected static (long Value, string Place, Finding? Wrong) Read(HostEvidence host, WorkerConfiguration configuration, string name, long byDefault, bool bytes)
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

        return WorkerFindings.Number(setting.Value.Text, bytes) is { } value
            ? (value, $"{setting.Place}: {setting.Name}={setting.Value.Text.Trim()}", null)
            : (0, setting.Place, new Finding(CheckStatus.Fail, $"{setting.Name} is no number: the worker does not start with it, or goes by its default.")
            {
                Actual = SettingValue.Shown(setting.Value.Text, configuration.Secrets),
                Item = host.Find(WorkerItems.SettingsName),
                Line = $"{setting.Place}: {setting.Name}",
                Remedy = $"sudoedit {setting.Path}   # line {setting.Line}; then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}",
            });
    }
}
