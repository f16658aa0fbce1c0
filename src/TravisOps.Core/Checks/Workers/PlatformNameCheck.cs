using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class PlatformNameCheck() : WorkerCheck(
    "Worker.PlatformName",
    "Whether the platform's public name, resolved on the worker, is the platform",
    "the address that the platform has in the inventory",
    Manual.Worker + "; " + Manual.Firewall)
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration)
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

        var platform = Platform(answer);
        yield return platform is null || platform.Any(addresses.Contains)
            ? finding with { Message = platform is null ? $"{name} is {shown} there; what the platform is reached at from here could not be compared." : finding.Message }
            : finding with
            {
                Status = CheckStatus.Warn,
                Expected = string.Join(", ", platform),
                Message = $"{name} is {shown} there, and the inventory reaches the platform at {string.Join(", ", platform)}. Behind a load balancer or address translation that is as it should be.",
                Remedy = "Test-TravisFirewall -From Worker   # tells who answers there",
            };
    }

    private static IReadOnlyList<string>? Platform(SettingsAnswer answer) => answer.PlatformAddress is not { Length: > 0 } address ? null
        : IPAddress.TryParse(address, out _) ? [address]
        : answer.Resolved.TryGetValue(address, out var found) && found is { Count: > 0 } ? found : null;

    private static string? Hosts(SettingsAnswer answer, string name) => Platform(answer) is { } addresses ? $"{addresses[0]} {name}" : null;
}
