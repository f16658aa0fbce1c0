using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using TravisOps.Lab;

namespace TravisOps.Benchmarks;

/// <summary>The ways to go over a fleet that are compared: ours, and its peers with the same key, cipher and key exchange.</summary>
internal static class FleetRunners
{
    private const int Parallel = 32;
    private const string Cipher = "aes128-gcm@openssh.com";

    /// <summary>Invoke-TravisPreflight in a fresh engine, module loaded: everything is gathered from each host and checked.</summary>
    public static FleetRun Preflight(Fleet fleet, string keyExchange)
    {
        var script = $$"""
            Import-Module '{{Repository.ManifestPath}}'
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $seen = @{}
            Invoke-TravisPreflight -InventoryPath '{{fleet.InventoryPath}}' -ThrottleLimit {{Parallel}} -ErrorAction Stop |
                ForEach-Object { if ($_.Id -ne 'Host.Connection') { $seen[$_.ComputerName] = $true } }
            '{0} {1}' -f $watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture), $seen.Count
            """;
        var measured = EngineChild.Measure(script, new Dictionary<string, string> { ["TRAVISOPS_KEX"] = keyExchange });
        var fields = measured.Output.Split(' ');
        if (fields is not [var seconds, var hosts] || int.Parse(hosts, CultureInfo.InvariantCulture) != fleet.Size)
        {
            throw new InvalidOperationException($"The preflight did not reach all {fleet.Size} hosts: {measured.Output}");
        }

        return new FleetRun(double.Parse(seconds, CultureInfo.InvariantCulture), measured.CpuSeconds, measured.PeakMegabytes);
    }

    /// <summary><c>ssh host true</c>, one process a host.</summary>
    public static FleetRun OpenSsh(Fleet fleet, string keyExchange) =>
        Shell($"xargs -P {Parallel} -I HOST ssh {SshOptions(fleet, keyExchange)} HOST true < {fleet.HostListPath}");

    /// <summary><c>parallel-ssh</c> of the Debian package pssh.</summary>
    public static FleetRun ParallelSsh(Fleet fleet, string keyExchange) =>
        Shell($"parallel-ssh -p {Parallel} -t 0 -h {fleet.HostListPath} -x '{SshOptions(fleet, keyExchange)}' true > /dev/null");

    /// <summary>Whether parallel-ssh is on this machine.</summary>
    public static bool HasParallelSsh => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => System.IO.File.Exists(folder + "/parallel-ssh"));

    private static string SshOptions(Fleet fleet, string keyExchange) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"-F none -p {fleet.Port} -l root -i {fleet.KeyFilePath} -o UserKnownHostsFile={fleet.KnownHostsPath} -o BatchMode=yes -o IdentitiesOnly=yes -o KexAlgorithms={keyExchange} -c {Cipher}");

    /// <summary>Runs a command of bash's and measures it.</summary>
    internal static FleetRun Shell(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"TIMEFORMAT='%R %U %S'; time {{ {command}; }}"])
        {
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C" },
        };
        using var process = Process.Start(start)!;
        var lines = process.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} ended with {process.ExitCode}: {string.Join(' ', lines)}");
        }

        var times = lines[^1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new FleetRun(times[0], times[1] + times[2], 0);
    }
}
