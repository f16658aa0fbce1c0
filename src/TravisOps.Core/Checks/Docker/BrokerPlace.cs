using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Workers;
using TravisOps.Environments;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

/// <summary>Whether the platform's RabbitMQ is te-main's own, as far as its evidence tells: with high availability it is another machine (facts 10), and
/// te-main publishes none of its ports.</summary>
internal static class BrokerPlace
{
    private static readonly string[] s_settings = ["amqp.host", "amqp.url"];

    /// <summary>The machine, where that is another one: from travis.yml, by whichever item has read it. Null when it is not, or is not known.</summary>
    public static string? Elsewhere(HostEvidence platform) => Named(platform).FirstOrDefault(one => !IsOwn(platform, one));

    /// <summary>travis.yml names te-main's own.</summary>
    public static bool IsKnownOwn(HostEvidence platform) =>
        Elsewhere(platform) is null && (Named(platform).Any() || Broker(platform)?.NamesOwn == true);

    private static IEnumerable<string> Named(HostEvidence platform)
    {
        if (Broker(platform)?.ExternalHost is { Length: > 0 } host)
        {
            yield return host;
        }

        if (GitHubFacts.Parse(platform.Find(EnvironmentItems.GitHub.Name)) is { } facts)
        {
            foreach (var setting in s_settings)
            {
                if (facts.Hosts.TryGetValue(setting, out var value) && value is not ("?" or ""))
                {
                    yield return value;
                }
            }
        }
    }

    private static BrokerFacts? Broker(HostEvidence platform) => BrokerFacts.Of(new Fleet([platform])).Facts;

    // The platform under its public name is te-main, too.
    private static bool IsOwn(HostEvidence platform, string address)
    {
        var name = AvailabilityJudge.Name(address);
        return AvailabilityJudge.IsOwn(name)
            || string.Equals(name, platform.ComputerName, StringComparison.OrdinalIgnoreCase)
            || (GitHubFacts.Parse(platform.Find(EnvironmentItems.GitHub.Name))?.Hosts.TryGetValue("host", out var own) == true && string.Equals(name, AvailabilityJudge.Name(own), StringComparison.OrdinalIgnoreCase));
    }
}
