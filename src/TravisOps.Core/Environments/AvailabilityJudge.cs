using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;

namespace TravisOps.Environments;

/// <summary>Whether a platform is set up for high availability, by where its databases and its broker are (facts 10).</summary>
public static class AvailabilityJudge
{
    private static readonly string[] Stores = ["database.host", "database.url", "logs_database.host", "logs_database.url", "redis.url", "redis.host", "amqp.host", "amqp.url"];

    private static readonly string[] Own = ["127.0.0.1", "localhost", "[::1]", "::1", "te-main"];

    /// <summary>The finding for a platform and what proves it.</summary>
    public static (HighAvailability State, string Proof) Judge(HostEvidence platform)
    {
        if (platform is null)
        {
            throw new ArgumentNullException(nameof(platform));
        }

        if (GitHubFacts.Parse(platform.Find(EnvironmentItems.GitHub.Name)) is not { } facts)
        {
            return (HighAvailability.Unknown, "github is not in this evidence");
        }

        var external = External(facts).Where(one => Stores.Contains(one.Key)).ToList();
        if (external.Count > 0)
        {
            return (HighAvailability.Yes, "travis.yml: " + string.Join(", ", external.Select(one => $"{one.Key} is {one.Value}")));
        }

        if (facts.Settings.FirstOrDefault(one => one.Key is "enable_ha" or "ha_enabled" or "ha" && one.Value is "1" or "true") is { Key: { } setting })
        {
            return (HighAvailability.Yes, $"Replicated's setting {setting} is on");
        }

        var stores = facts.Hosts.Where(one => Stores.Contains(one.Key)).ToList();
        return stores.Count == 0 || stores.Any(one => one.Value == "?")
            ? (HighAvailability.Unknown, facts.Missing is { } missing ? $"{missing} can't be asked where the databases are" : "travis.yml does not tell where the databases are")
            : (HighAvailability.No, "travis.yml: " + string.Join(", ", stores.Select(one => $"{one.Key} is {one.Value}")));
    }

    /// <summary>The services of other machines that travis.yml names, by setting.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> External(GitHubFacts facts) =>
        facts.Hosts.Where(one => one.Key is not ("host" or "github.api_url" or "github.source_host") && one.Value != "?" && !IsOwn(Name(one.Value)));

    /// <summary>A name that is te-main inside te-main.</summary>
    internal static bool IsOwn(string name) => Own.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The host of an address, without scheme and port.</summary>
    internal static string Name(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var host = scheme < 0 ? address : address.Substring(scheme + 3);
        var colon = host.LastIndexOf(':');
        return colon > 0 && host.IndexOf(':') == colon ? host.Substring(0, colon) : host;
    }
}
