using System.IO;
using System.Threading.Tasks;
using TravisOps.Lab;

namespace TravisOps.Benchmarks;

/// <summary>
/// 200 hosts: one sshd on as many loopback addresses. Goal: no slower than OpenSSH's client doing <c>ssh HOST true</c>, 32 at a time, and
/// no slower than parallel-ssh, although everything is gathered; under 150 MB.
/// </summary>
internal static class FleetBenchmark
{
    private const int Hosts = 200;

    /// <summary>Root's shell start-up files would be measured too, for both sides: an empty home leaves them out.</summary>
    internal const string EmptyHome = """mount -t tmpfs tmpfs "$(getent passwd root | cut -d: -f6)" """;

    public static async Task RunAsync(TextWriter writer)
    {
        using var server = LoopbackSshd.Start(new LoopbackSshdOptions { AddressCount = Hosts, PrivateSetup = EmptyHome });
        using var fleet = new Fleet(server.Addresses, server.Port, server.KeyFilePath, server.KnownHostsPath);
        foreach (var keyExchange in (string[])["sntrup761x25519-sha512@openssh.com", "curve25519-sha256"])
        {
            await FleetComparison.RunAsync(writer, $"{Hosts} hosts on loopback", fleet, keyExchange).ConfigureAwait(false);
        }
    }
}
