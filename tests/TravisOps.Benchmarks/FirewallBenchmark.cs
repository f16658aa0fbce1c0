using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Firewall;

namespace TravisOps.Benchmarks;

/// <summary>
/// Seven ports of 200 hosts, about half open, a fifth refused, a third dropped, against nmap's connect scan with the same time-out in the same run.
/// Goal: faster than nmap, 1.1 times the time-out at the most, and the same counts as nmap's.
/// </summary>
internal static partial class FirewallBenchmark
{
    private const int Rounds = 5;
    private const int Open = 93;
    private const int Refused = 40;
    private const int Hosts = 200;
    private static readonly int[] s_ports = [22, 80, 443, 4567, 5672, 8800, 9000];
    private static readonly List<string> s_addresses = [.. Enumerable.Range(1, Hosts).Select(i => $"10.231.9.{i}")];

    // The kernel takes the connections; that is all that a connect scan asks for.
    private const string Listen =
        "use IO::Socket::INET; my @s = map { IO::Socket::INET->new(Listen => 4096, LocalPort => $_, ReuseAddr => 1) or die $! } @ARGV; $| = 1; print \"ready\\n\"; <STDIN>";

    private static readonly string s_rules = $$"""
        table inet firewall_benchmark {
            chain in {
                type filter hook input priority 0; policy accept;
                ip daddr 10.231.9.{{Open + 1}}-10.231.9.{{Open + Refused}} tcp dport 1-65535 reject with tcp reset
                ip daddr 10.231.9.{{Open + Refused + 1}}-10.231.9.{{Hosts}} tcp dport 1-65535 drop
            }
        }
        """;

    public static async Task RunAsync(TextWriter writer)
    {
        var tag = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        string space = "travisops-fw-" + tag, here = "tof0" + tag, there = "tof1" + tag;
        Run("ip", $"netns add {space}");
        try
        {
            Run("ip", $"link add {here} type veth peer name {there} netns {space}");
            Run("ip", $"addr add 10.231.9.254/24 dev {here}");
            Run("ip", $"link set {here} up");
            Run("ip", $"-n {space} -batch -", string.Join('\n', s_addresses.Select(address => $"addr add {address}/24 dev {there}").Append($"link set {there} up")) + "\n");
            Run("ip", $"netns exec {space} nft -f -", s_rules);
            using var listener = Start("ip", ["netns", "exec", space, "perl", "-e", Listen, .. s_ports.Select(port => port.ToString(CultureInfo.InvariantCulture))]);
            await listener.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            await CompareAsync(writer).ConfigureAwait(false);
            listener.StandardInput.Close();
            await listener.WaitForExitAsync().ConfigureAwait(false);
        }
        finally
        {
            Run("ip", $"netns del {space}");
        }
    }

    private static async Task CompareAsync(TextWriter writer)
    {
        var wait = FirewallProbe.DefaultWait.TotalSeconds;
        var hasNmap = File.Exists("/usr/bin/nmap");
        var ours = new List<(double Seconds, string Counts)>();
        var peers = new List<(double Seconds, string Counts)>();
        var memory = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await ProbeAsync().ConfigureAwait(false));
            memory = Math.Max(memory, Environment.WorkingSet / 1048576.0);
            if (hasNmap)
            {
                peers.Add(Nmap(wait));
            }
        }

        await writer.WriteLineAsync($"{s_ports.Length} ports of {Hosts} hosts, time-out {wait:F0} s, {Environment.ProcessorCount} cores, medians of {Rounds} rounds").ConfigureAwait(false);
        await ReportAsync(writer, "Test-TravisFirewall (core)", ours, wait).ConfigureAwait(false);
        await writer.WriteLineAsync($"  this process, peak {memory:F0} MB, {ThreadPool.ThreadCount} pool threads").ConfigureAwait(false);
        if (hasNmap)
        {
            await ReportAsync(writer, "nmap -sT", peers, wait).ConfigureAwait(false);
        }
        else
        {
            await writer.WriteLineAsync("nmap is not installed (apt-get install nmap): left out.").ConfigureAwait(false);
        }
    }

    private static async Task ReportAsync(TextWriter writer, string name, List<(double Seconds, string Counts)> runs, double wait)
    {
        var seconds = Statistics.Median([.. runs.Select(run => run.Seconds)]);
        await writer.WriteLineAsync($"  {name,-28} {seconds,6:F2} s = {seconds / wait:F2} x the time-out  {string.Join(" | ", runs.Select(run => run.Counts).Distinct())}").ConfigureAwait(false);
    }

    private static async Task<(double Seconds, string Counts)> ProbeAsync()
    {
        List<PortTarget> targets =
        [
            .. from address in s_addresses
               from port in s_ports
               select new PortTarget
               {
                   Source = PortTarget.Here, From = FirewallSource.Here, ComputerName = address, Role = TravisRole.Worker, Address = address, ServerName = address, Port = port,
               },
        ];
        var watch = Stopwatch.StartNew();
        var results = await LocalFirewall.ProbeAsync(targets, FirewallProbe.DefaultWait, null, CancellationToken.None).ConfigureAwait(false);
        return (watch.Elapsed.TotalSeconds, Counts(results.Count(one => one.State == PortState.Open), results.Count(one => one.State == PortState.Closed), results.Count(one => one.State == PortState.Filtered)));
    }

    // No name service, no ping before, no second try, every host and port at once: nmap at its quickest for this question.
    private static (double Seconds, string Counts) Nmap(double wait)
    {
        var milliseconds = (wait * 1000).ToString("F0", CultureInfo.InvariantCulture) + "ms";
        using var nmap = Start("nmap",
        [
            "-sT", "-Pn", "-n", "--max-retries", "0", "--min-rtt-timeout", milliseconds, "--initial-rtt-timeout", milliseconds, "--max-rtt-timeout", milliseconds,
            "--min-hostgroup", "256", "--min-parallelism", "1500", "-p", string.Join(',', s_ports), "-oG", "-", "10.231.9.1-200",
        ]);
        var watch = Stopwatch.StartNew();
        nmap.StandardInput.Close();
        var output = nmap.StandardOutput.ReadToEnd();
        nmap.WaitForExit();
        return (watch.Elapsed.TotalSeconds, Counts(PortOpen().Count(output), PortClosed().Count(output), PortFiltered().Count(output)));
    }

    private static string Counts(int open, int closed, int filtered) => string.Create(CultureInfo.InvariantCulture, $"{open} open, {closed} refused, {filtered} dropped");

    private static void Run(string program, string arguments, string input = "")
    {
        using var process = Start(program, arguments.Split(' '));
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {arguments} failed: {error}");
        }
    }

    private static Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    [GeneratedRegex("/open/")]
    private static partial Regex PortOpen();

    [GeneratedRegex("/closed/")]
    private static partial Regex PortClosed();

    [GeneratedRegex("/filtered/")]
    private static partial Regex PortFiltered();
}
