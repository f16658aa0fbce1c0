using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class PlatformNameCheck() : FleetCheck(
    "Worker.PlatformName",
    "Whether the platform's public name, resolved on the worker, is the platform",
    "an address that the platform itself has, or the one that it has in the inventory",
    Manual.Worker + "; " + Manual.Firewall,
    TravisRole.Worker)
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, Fleet fleet)
    {
        var (configuration, obstacle) = WorkerFindings.Read(host);
        return configuration is null ? [obstacle!] : Judge(host, configuration, fleet);
    }

    private static IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration, Fleet fleet)
    {
        var item = host.Find(WorkerItems.SettingsName);
        var answer = configuration.Answer;
        var name = answer.PublicHostName!;
        if (!answer.Resolved.TryGetValue(name, out var addresses) || addresses is null)
        {
            yield return new Finding(CheckStatus.Unknown, $"Could not be looked at: no name server answered the worker about {name} in 4 s, or it has no getent.")
            {
                Item = item,
                Line = "resolve " + name,
                Remedy = $"getent ahosts {name}; cat /etc/resolv.conf",
            };
            yield break;
        }

        var shown = string.Join(", ", addresses);
        if (addresses.Count == 0)
        {
            yield return new Finding(CheckStatus.Fail, $"The worker can't resolve {name}.")
            {
                Actual = "not found",
                Item = item,
                Line = "resolve " + name,
                Remedy = Hosts(answer, name) is { } line ? $"cat /etc/resolv.conf; echo '{line}' | sudo tee -a /etc/hosts   # mend the name server, or set the name here" : $"cat /etc/resolv.conf; getent ahosts {name}   # mend the name server, or set the name in /etc/hosts",
            };
            yield break;
        }

        var finding = new Finding(CheckStatus.Pass, $"{name} is {shown} there.") { Actual = shown, Item = item, Line = $"resolve {name} {shown}" };
        if (addresses.All(address => IPAddress.TryParse(address, out var one) && IPAddress.IsLoopback(one)))
        {
            yield return finding with
            {
                Status = CheckStatus.Fail,
                Message = $"{name} is the worker itself there ({shown}).",
                Remedy = $"grep -n {name} /etc/hosts   # take that line out",
            };
            yield break;
        }

        var own = fleet.Platform?.Find(WorkerItems.Addresses.Name) is { Ok: true } listed ? InterfaceAddresses.Parse(listed.Text) : [];

        // By the public name itself the inventory tells nothing: the worker would be compared with its own answer.
        var inventory = string.Equals(answer.PlatformAddress, name, StringComparison.OrdinalIgnoreCase) ? null : Platform(answer);
        List<string> platform = [.. own.Concat(inventory ?? []).Distinct()];
        if (platform.Count == 0)
        {
            yield return finding with { Message = $"{name} is {shown} there; with the platform's own addresses it could not be compared{(fleet.Platform is null ? ", as the platform is not among the hosts that were looked at" : string.Empty)}." };
            yield break;
        }

        yield return platform.Any(addresses.Contains)
            ? finding with { Message = $"{name} is {shown} there, {(own.Any(addresses.Contains) ? "an address of the platform itself" : "the platform's address in the inventory")}." }
            : finding with
            {
                Status = CheckStatus.Warn,
                Expected = string.Join(", ", platform),
                Message = $"{name} is {shown} there, and the platform is {string.Join(", ", platform)}{(own.Count == 0 ? " in the inventory" : string.Empty)}. Behind a load balancer or address translation that is as it should be.",
                Remedy = $"Test-TravisFirewall -From Worker   # tells who answers there; where it is as it should be, give the platform {addresses[0]} as its address in the inventory",
            };
    }

    private static IReadOnlyList<string>? Platform(SettingsAnswer answer) => answer.PlatformAddress is not { Length: > 0 } address ? null
        : IPAddress.TryParse(address, out _) ? [address]
        : answer.Resolved.TryGetValue(address, out var found) && found is { Count: > 0 } ? found : null;

    private static string? Hosts(SettingsAnswer answer, string name) => Platform(answer) is { } addresses ? $"{addresses[0]} {name}" : null;
}
