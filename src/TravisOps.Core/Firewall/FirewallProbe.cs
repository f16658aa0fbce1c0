using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using TravisOps.Probing;

namespace TravisOps.Firewall;

/// <summary>What a worker is asked to do: look at ports of the platform, all at once, with what a plain Ubuntu has.</summary>
public static class FirewallProbe
{
    /// <summary>Name of the answer in the evidence.</summary>
    public const string ItemName = "firewall.ports";

    /// <summary>
    /// Limit of a connection, 4 s by default: a machine that answers no ARP fails after 3.1 s, and a lost SYN is sent again after 1 s and 3 s.
    /// </summary>
    public static TimeSpan DefaultWait { get; } = TimeSpan.FromSeconds(4);

    /// <summary>The item for a worker. Its answer names what was asked, so that recorded evidence can be judged without the inventory.</summary>
    /// <param name="targets">From <see cref="FirewallTargets.FromWorker"/>, at least one.</param>
    /// <param name="wait">Limit of a connection, and of each answer of a service; whole seconds, rounded up.</param>
    /// <param name="authenticate">Log in to RabbitMQ with the worker's own token, there: it does not leave the worker.</param>
    public static ProbeItem Item(IReadOnlyList<PortTarget> targets, TimeSpan wait, bool authenticate)
    {
        if (targets is null || targets.Count == 0)
        {
            throw new ArgumentException("No port to look at.", nameof(targets));
        }

        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        var words = new Dictionary<string, string>
        {
            ["tv_computer"] = targets[0].ComputerName,
            ["tv_name"] = targets[0].Address,
            ["tv_wait"] = seconds.ToString(CultureInfo.InvariantCulture),
            ["tv_login"] = authenticate ? "yes" : "no",
            ["tv_ports"] = string.Join(" ", targets.Select(one => string.Format(
                CultureInfo.InvariantCulture, "{0}:{1}", one.Port, one.Protocol.ToString().ToLowerInvariant()))),
            ["tv_bash_connect"] = Resource("connect.bash"),
            ["tv_bash_talk"] = Resource("talk.bash"),
            ["tv_perl"] = Resource("connect.pl"),
        };
        return new ProbeItem
        {
            Name = ItemName,
            Kind = ProbeItemKind.Command,
            Source = string.Concat(words.Select(word => $"{word.Key}={Quote(word.Value)}\n")) + Resource("ports.sh"),
            MaxBytes = 512 * 1024,
            TimeLimit = Limit(seconds),
        };
    }

    /// <summary>How long the item may take: name, connection, handshake and the exchanges of a log-in after one another, each with its own limit.</summary>
    internal static TimeSpan Limit(int seconds) => TimeSpan.FromSeconds((7 * seconds) + 5);

    private static string Resource(string name)
    {
        using var stream = typeof(FirewallProbe).Assembly.GetManifestResourceStream("Firewall/" + name)
            ?? throw new InvalidOperationException($"{name} is not in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";
}
