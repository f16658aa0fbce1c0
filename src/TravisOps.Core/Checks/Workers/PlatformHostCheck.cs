using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class PlatformHostCheck() : WorkerCheck(
    "Worker.PlatformHost",
    "The host that the worker takes for the platform: in AMQP_URI and BUILD_API_URI, which TRAVIS_ENTERPRISE_HOST is a part of",
    "the platform's public name, in both",
    Manual.Worker + " (\"The hostname in TRAVIS_ENTERPRISE_HOST must have the platform machine's hostname as value\"); the inventory's publicHostName")
{
    private const string HostSetting = "TRAVIS_ENTERPRISE_HOST";

    private protected override IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration)
    {
        var item = host.Find(WorkerItems.SettingsName);
        var wanted = configuration.Answer.PublicHostName!;
        var findings = new List<Finding>();
        foreach (var name in (string[])["AMQP_URI", "BUILD_API_URI"])
        {
            findings.AddRange(Judge(host, configuration, name, wanted));
        }

        // One fault, one finding: both URIs mostly have the host from one setting.
        var bad = findings.Where(finding => finding.Status != CheckStatus.Pass).ToList();
        if (bad.Count > 0)
        {
            return bad.GroupBy(finding => finding.Line).Select(group => group.First());
        }

        return [new Finding(CheckStatus.Pass, $"The worker takes {wanted} for the platform.") { Actual = wanted, Item = item, Line = findings[0].Line }];
    }

    private static IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration, string name, string wanted)
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

        var uri = WorkerUri.Parse(setting);
        var part = configuration.Layout == WorkerLayout.Image ? null : configuration.InScript(HostSetting);
        var place = part is null ? $"{setting.Place}: {setting.Name}" : $"{part.Path}:{part.Line}: {HostSetting}";
        if (uri?.Host is null)
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

        yield return string.Equals(uri.Host, wanted, StringComparison.OrdinalIgnoreCase)
            ? new Finding(CheckStatus.Pass, $"{setting.Name} has {uri.Host}.") { Line = place }
            : new Finding(CheckStatus.Fail, $"The worker takes {uri.Host} for the platform ({setting.Name}); it should be {wanted}.")
            {
                Expected = wanted,
                Actual = uri.Host,
                Item = item,
                Line = place,
                Remedy = part is not null
                    ? $"sudo sed -i '{part.Line}s/=.*/=\"{wanted}\"/' {part.Path}   # then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}"
                    : $"sudo sed -i '{setting.Line}s#\\([/@]\\){uri.Host.Replace(".", "\\.")}\\([:/]\\)#\\1{wanted}\\2#' {setting.Path}   # then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}",
            };
    }
}
