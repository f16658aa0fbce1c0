using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class ConfigurationCheck() : WorkerCheck(
    "Worker.Configuration",
    "Whether the start script can read its files in /etc/default, and what it makes of them; one result for each thing that is wrong",
    "no syntax error, no line that docker refuses, no literal ${...}, no carriage return, no file that is not read",
    Manual.Worker + "; the start script of Ubuntu 14.04 and that of the installers for 16.04 and later, which goes through docker --env-file")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration)
    {
        var item = host.Find(WorkerItems.SettingsName);
        var found = false;
        if (configuration.Script.Lost is { } lost)
        {
            found = true;
            var place = lost.Substring(0, lost.IndexOf(": ", System.StringComparison.Ordinal));
            yield return new Finding(CheckStatus.Fail, $"What stands behind this place is not read, or not for sure: {lost}.")
            {
                Actual = "not read to its end",
                Item = item,
                Line = place,
                Remedy = $"sudo sh -n {place.Split(':')[0]}; sudo sed -n {place.Split(':')[1]}p {place.Split(':')[0]}   # mend this line",
            };
        }

        if (configuration.Refused is { } refused)
        {
            found = true;
            yield return new Finding(CheckStatus.Fail, $"docker refuses the worker's settings, so it does not start: {refused.Place} has {refused.Why}. The files go through docker --env-file, which takes NAME=VALUE only.")
            {
                IdSuffix = "Refused",
                Actual = "docker --env-file refuses it",
                Item = item,
                Line = refused.Place,
                Remedy = $"sudo sed -n {refused.Place.Split(':')[1]}p {refused.Place.Split(':')[0]}   # take it out, or write the setting as a line of its own; then: {WorkerFindings.Restart(configuration.Layout)}",
            };
        }

        foreach (var literal in configuration.Effective.Values.Where(one => one.Literal).OrderBy(one => one.Path).ThenBy(one => one.Line))
        {
            found = true;
            yield return WorkerFindings.Literal(host, literal) with { IdSuffix = "Literal" };
        }

        foreach (var setting in configuration.Effective.Values.Where(one => one.Value.Text.IndexOf('\r') >= 0 || SettingValue.SecretsIn(one.Value.Text, configuration.Secrets).Any(secret => secret.Has('\r'))))
        {
            found = true;
            yield return new Finding(CheckStatus.Fail, $"{setting.Name} ends in a carriage return: the file has the line ends of Windows.")
            {
                IdSuffix = "LineEnd",
                Actual = "CR LF",
                Item = item,
                Line = setting.Place,
                Remedy = $"sudo sed -i 's/\\r$//' {setting.Path}   # then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}",
            };
            break;
        }

        foreach (var file in configuration.NotRead)
        {
            found = true;
            yield return new Finding(CheckStatus.Warn, $"{file.Path} is there, and this machine's start script does not read it: it reads {string.Join(", ", configuration.Files.Select(one => one.Path))}.")
            {
                IdSuffix = "NotRead",
                Actual = file.Path,
                Item = item,
                Line = "file " + file.Path,
                Remedy = $"Move what is to count from {file.Path} to {WorkerFindings.LocalFile}, then: sudo rm {file.Path}",
            };
        }

        if (!found)
        {
            var files = configuration.Files.Count == 0 ? "no file in /etc/default" : string.Join(", ", configuration.Files.Select(file => file.Path));
            yield return new Finding(
                configuration.Files.Count == 0 ? CheckStatus.Fail : CheckStatus.Pass,
                configuration.Files.Count == 0
                    ? "A travis-worker is set up here, and there is no file of settings in /etc/default."
                    : $"The start script ({Words(configuration.Layout)}) reads {files}, in this order.")
            {
                Actual = files,
                Item = item,
                Remedy = configuration.Files.Count == 0 ? "Install the worker again, or restore /etc/default/travis-worker from a backup." : null,
            };
        }
    }

    private static string Words(WorkerLayout layout) => layout switch
    {
        WorkerLayout.Upstart => "upstart, package",
        WorkerLayout.Systemd => "systemd, package",
        WorkerLayout.Image => "systemd, Docker image",
        _ => "not found",
    };
}
