using System.Collections.Generic;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class BuildEndpointCheck() : WorkerCheck(
    "Worker.BuildEndpoint",
    "Where the worker gets build scripts from: BUILD_API_URI, which TRAVIS_ENTERPRISE_BUILD_ENDPOINT is a part of",
    "https://HOST/" + Requirements.BuildEndpoint + "/script",
    Manual.Worker + " (\"Please make sure that TRAVIS_ENTERPRISE_BUILD_ENDPOINT is not commented out and has the value __build__\"); from Ubuntu 16.04 on BUILD_API_URI alone has it")
{
    private const string Endpoint = "TRAVIS_ENTERPRISE_BUILD_ENDPOINT";

    private protected override IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration)
    {
        var item = host.Find(WorkerItems.SettingsName);
        if (configuration.Get("BUILD_API_URI") is not { } setting)
        {
            yield return new Finding(CheckStatus.Fail, "BUILD_API_URI is not set, so the worker gets no build scripts.")
            {
                Actual = "not set",
                Item = item,
                Remedy = WorkerFindings.Set(configuration.Layout, "BUILD_API_URI", $"https://{configuration.Answer.PublicHostName}/{Requirements.BuildEndpoint}/script"),
            };
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

        var text = SettingValue.Shown(setting.Value.Text, configuration.Secrets);
        var finding = new Finding(CheckStatus.Pass, $"The worker gets build scripts from {text}.") { Actual = text, Item = item, Line = $"{setting.Place}: {setting.Name}" };
        if (configuration.BuildApi is { } uri && uri.Path.TrimEnd('/') == "/" + Requirements.BuildEndpoint + "/script" && uri.Scheme is "https" or "http")
        {
            yield return configuration.BuildApi.Scheme == "http"
                ? finding with { Status = CheckStatus.Warn, Message = $"The worker gets build scripts, secrets in them, over HTTP without encryption: {text}.", Remedy = WorkerFindings.Set(configuration.Layout, setting.Name, text.Replace("http://", "https://")) }
                : finding;
            yield break;
        }

        // The endpoint is a part of the URI as it is shipped; a URI that was written out takes no notice of it.
        var part = configuration.Layout != WorkerLayout.Image && configuration.TakesFrom(setting, Endpoint);
        var value = part ? configuration.InScript(Endpoint) : null;
        var commented = part && value is null ? configuration.CommentedOut(Endpoint) : null;
        var place = commented is { } line ? $"{line.Path}:{line.Line}" : value is null ? setting.Place : $"{value.Path}:{value.Line}";
        yield return finding with
        {
            Status = CheckStatus.Fail,
            Message = commented is not null
                ? $"{Endpoint} is commented out ({place}), so the worker asks {text} for build scripts and gets none."
                : $"The worker asks {text} for build scripts; the platform has them at /{Requirements.BuildEndpoint}/script.",
            Line = $"{place}: {(commented is null && value is null ? setting.Name : Endpoint)}",
            Remedy = part
                ? WorkerFindings.SetPart(configuration, setting, Endpoint, Requirements.BuildEndpoint)
                : WorkerFindings.Set(configuration.Layout, setting.Name, $"https://{configuration.BuildApi?.Host ?? configuration.Answer.PublicHostName}/{Requirements.BuildEndpoint}/script"),
        };
    }
}
