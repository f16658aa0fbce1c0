using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Lab;

namespace TravisOps.Benchmarks;

/// <summary>
/// The same fleet behind 100 ms of round trip. Goal: no more round trips than OpenSSH's client, counted as the time of one host over the time
/// of one round trip.
/// </summary>
internal static class RoundTripBenchmark
{
    private const int Hosts = 200;
    private const int Rounds = 5;
    private const string KeyExchange = "curve25519-sha256";
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(TextWriter writer)
    {
        var tag = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string space = "travisops-bench-" + tag, here = "tob0" + tag, there = "tob1" + tag;
        Ip($"netns add {space}");
        try
        {
            using var link = new DelayedLink(here, there, RoundTrip / 2);
            Ip($"link set {there} netns {space}");
            Ip($"-n {space} link set lo up");
            Ip($"addr add 10.231.8.254/24 dev {here}");
            Ip($"link set {here} up");
            var addresses = Enumerable.Range(1, Hosts).Select(i => $"10.231.8.{i}").ToList();
            foreach (var address in addresses)
            {
                Ip($"-n {space} addr add {address}/24 dev {there}");
            }

            Ip($"-n {space} link set {there} up");
            using var server = LoopbackSshd.Start(new LoopbackSshdOptions
            {
                Addresses = addresses,
                NetworkNamespacePath = "/run/netns/" + space,
                PrivateSetup = FleetBenchmark.EmptyHome,
            });
            using (var one = new Fleet([addresses[0]], server.Port, server.KeyFilePath, server.KnownHostsPath))
            {
                await CountAsync(writer, one).ConfigureAwait(false);
            }

            using var fleet = new Fleet(addresses, server.Port, server.KeyFilePath, server.KnownHostsPath);
            await FleetComparison.RunAsync(writer, $"{Hosts} hosts, {RoundTrip.TotalMilliseconds:F0} ms of round trip", fleet, KeyExchange).ConfigureAwait(false);
        }
        finally
        {
            Ip($"netns del {space}");
        }
    }

    // The same host without the delay first: what is left after taking that off is waiting, not work.
    private static async Task CountAsync(TextWriter writer, Fleet far)
    {
        using var server = LoopbackSshd.Start(new LoopbackSshdOptions { PrivateSetup = FleetBenchmark.EmptyHome });
        using var near = new Fleet(server.Addresses, server.Port, server.KeyFilePath, server.KnownHostsPath);
        var ssh = RoundTrips(FleetRunners.OpenSsh, near, far);
        var ours = RoundTrips(FleetRunners.Preflight, near, far);
        await writer.WriteLineAsync($"one host, {RoundTrip.TotalMilliseconds:F0} ms of round trip against none, best of {Rounds}: "
            + $"ssh HOST true {ssh:F1} round trips, Invoke-TravisPreflight {ours:F1}").ConfigureAwait(false);
    }

    private static double RoundTrips(Func<Fleet, string, FleetRun> run, Fleet near, Fleet far)
    {
        double Best(Fleet fleet) => Enumerable.Range(0, Rounds).Min(_ => run(fleet, KeyExchange).Seconds);
        return (Best(far) - Best(near)) / RoundTrip.TotalSeconds;
    }

    private static void Ip(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {arguments} failed: {error}");
        }
    }
}
