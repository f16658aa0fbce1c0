using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class PlatformHostCheck() : FleetCheck(
    "Worker.PlatformHost",
    "The host that the worker takes for the platform: in AMQP_URI and BUILD_API_URI, which TRAVIS_ENTERPRISE_HOST is a part of",
    "the platform's public name, in both; in AMQP_URI the broker of the platform's own travis.yml where that is another machine (high availability)",
    Manual.Worker + " (\"The hostname in TRAVIS_ENTERPRISE_HOST must have the platform machine's hostname as value\"); the inventory's publicHostName",
    TravisRole.Worker)
{
    private const string HostSetting = "TRAVIS_ENTERPRISE_HOST";

    private protected override IEnumerable<Finding> Judge(HostEvidence host, Fleet fleet)
    {
        var (configuration, obstacle) = WorkerFindings.Read(host);
        return configuration is null ? [obstacle!] : Judge(host, configuration, fleet);
    }

    private static IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration, Fleet fleet)
    {
        var wanted = configuration.Answer.PublicHostName!;
        List<Finding> findings = [.. Judge(host, configuration, "AMQP_URI", wanted, fleet), .. Judge(host, configuration, "BUILD_API_URI", wanted, fleet)];

        // One fault, one finding: both URIs mostly have the host from one setting.
        var bad = findings.Where(finding => finding.Status != CheckStatus.Pass).ToList();
        return bad.Count > 0
            ? bad.GroupBy(finding => finding.Line).Select(group => group.First())
            : [findings[0] with { Message = string.Join(" ", findings.Select(finding => finding.Message).Distinct()), Item = host.Find(WorkerItems.SettingsName) }];
    }

    private static IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration, string name, string wanted, Fleet fleet)
    {
        var item = host.Find(WorkerItems.SettingsName);
        if (configuration.Get(name) is not { } setting)
        {
            // Worker.BuildEndpoint tells of the other.
            if (name == "AMQP_URI")
            {
                yield return new Finding(CheckStatus.Fail, "AMQP_URI is not set, so the worker does not know where RabbitMQ is.")
                {
                    Actual = "not set",
                    Item = item,
                    Remedy = "Install the worker again, or restore /etc/default/travis-worker from a backup; the setting is: export AMQP_URI=\"amqp://travis:TOKEN@HOST/travis\"",
                };
            }

            yield break;
        }

        if (setting.Literal)
        {
            yield return WorkerFindings.Literal(host, setting);
            yield break;
        }

        if (setting.Value.Unknown is { } why)
        {
            yield return WorkerFindings.NotKnown(host, setting.Name, setting.Place, why);
            yield break;
        }

        if (WorkerUri.Parse(setting)?.Host is not { } actual)
        {
            yield return new Finding(CheckStatus.Fail, $"{setting.Name} has no host that could be read in it, as when a token has an unencoded / in it: see Worker.TokenCharacters.")
            {
                Actual = SettingValue.Shown(setting.Value.Text, configuration.Secrets),
                Item = item,
                Line = $"{setting.Place}: {setting.Name}",
                Remedy = $"sudoedit {setting.Path}   # the form is amqp://travis:TOKEN@HOST/travis",
            };
            yield break;
        }

        yield return name == "AMQP_URI" && Elsewhere(configuration, setting, actual, wanted, fleet) is { } elsewhere
            ? elsewhere with { Actual = actual, Item = item, Line = $"{setting.Place}: {setting.Name}" }
            : OfPlatform(configuration, setting, actual, wanted) with { Actual = actual, Item = item };
    }

    /// <summary>The verdict on a broker that is another machine than the platform, or may be; null where it is the platform.</summary>
    private static Finding? Elsewhere(WorkerConfiguration configuration, EffectiveSetting setting, string actual, string wanted, Fleet fleet)
    {
        var facts = BrokerFacts.Of(fleet).Facts;
        if (facts?.ExternalHost is { } broker)
        {
            return Same(actual, broker)
                ? new Finding(CheckStatus.Pass, $"The worker takes {actual} for the broker, as the platform does.")
                : new Finding(CheckStatus.Warn, $"The worker takes {actual} for the broker ({setting.Name}), and the platform's own settings name {broker}. Behind another name, a load balancer or address translation that is as it should be.")
                {
                    Expected = broker,
                    Remedy = $"Test-TravisFirewall -From Worker -Port 5672, 4567 -Authenticate   # whether a broker there takes the worker; if not, write {broker} in {setting.Name} ({setting.Place})",
                };
        }

        // Nobody says where the platform's broker is, and only this half has another host: as high availability has it.
        return facts?.HasTravisYml != true && !Same(actual, wanted) && Same(configuration.BuildApi?.Host, wanted)
            ? new Finding(CheckStatus.Warn, $"The worker takes {actual} for the broker ({setting.Name}), and {wanted} for all else. With a broker of its own (high availability) that is as it should be; the platform's settings, which would tell, could not be looked at.")
            {
                Expected = wanted,
                Remedy = "Test-TravisWorker   # without -ComputerName and with te-main running: the platform is asked for its broker then",
            }
            : null;
    }

    private static Finding OfPlatform(WorkerConfiguration configuration, EffectiveSetting setting, string actual, string wanted)
    {
        var takes = configuration.Layout != WorkerLayout.Image && configuration.TakesFrom(setting, HostSetting);
        var part = takes ? configuration.InScript(HostSetting) : null;
        var commented = takes && part is null ? configuration.CommentedOut(HostSetting) : null;
        var place = part is not null ? $"{part.Path}:{part.Line}: {HostSetting}"
            : commented is { } line ? $"{line.Path}:{line.Line}: {HostSetting}"
            : $"{setting.Place}: {setting.Name}";
        return Same(actual, wanted)
            ? new Finding(CheckStatus.Pass, $"The worker takes {actual} for the platform.") { Line = place }
            : new Finding(CheckStatus.Fail, $"The worker takes {actual} for the platform ({setting.Name}); it should be {wanted}.{(commented is null ? string.Empty : $" {HostSetting} is commented out ({place.Substring(0, place.LastIndexOf(':'))}).")}")
            {
                Expected = wanted,
                Line = place,
                Remedy = takes ? WorkerFindings.SetPart(configuration, setting, HostSetting, wanted) : Replace(configuration, setting, actual, wanted),
            };
    }

    // Behind the last @ of the setting's value, or behind its // where nobody logs in, and to the end of the name: the user, the token and the vhost
    // may be the same word. Nothing else of the line is touched, and nothing at all where the value is written in a way that this does not foresee.
    private static string Replace(WorkerConfiguration configuration, EffectiveSetting setting, string actual, string wanted)
    {
        var mark = WorkerUri.Parse(setting)?.User is null ? "//" : "@";
        var value = mark == "@" ? @"\(""[^""]*\|\x27[^\x27]*\|[^[:space:]]*\)" : "[^[:space:]@]*";
        var end = char.IsLetterOrDigit(actual[actual.Length - 1]) ? @"\>" : string.Empty;
        var host = actual.Replace(".", @"\.").Replace("[", @"\[").Replace("]", @"\]");
        return configuration.Spells(setting, mark + actual)
            ? $@"sudo sed -i '{setting.Line}s#\(\<{setting.Name}[:=]*{value}{mark}\){host}{end}#\1{WorkerFindings.Word(wanted)}#' {setting.Path}   # then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}"
            : $"sudoedit {setting.Path}   # line {setting.Line}: write {wanted} as the host in {setting.Name}; then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}";
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
