using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using TravisOps.Checks.Docker;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;
using TravisOps.Hosts;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

internal sealed class VersionCheck() : WorkerCheck(
    "Worker.Version",
    "The version of travis-worker: of the package against what apt's lists know, or the image's tag",
    "the candidate of apt, from lists of the last 7 days; image v6.2.2 or later, and the one that runs",
    Manual.Worker + " (\"The travis-worker binary on the worker machine(s) must be up to date\", by apt-get, which is so on Ubuntu 14.04 only; later the version is the tag in the unit's drop-in)")
{
    private static readonly Regex Tag = new(@"^(?<name>[A-Za-z0-9._/:-]+):(?<tag>[A-Za-z0-9_.-]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private protected override IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration) =>
        configuration.Layout == WorkerLayout.Image ? [Image(host, configuration)] : Package(host, configuration);

    private static IEnumerable<Finding> Package(HostEvidence host, WorkerConfiguration configuration)
    {
        if (Obstacle.In(host, WorkerItems.Version) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(WorkerItems.Version.Name)!;
        var facts = VersionFacts.Read(item);
        if (facts.None || (facts.Version is null && facts.Policy?.Installed is null && facts.Rpm is null))
        {
            yield return facts.None
                ? new Finding(CheckStatus.Fail, "There is no /usr/local/bin/travis-worker on this host.") { Actual = "not there", Item = item, Remedy = "sudo apt-get install --reinstall travis-worker" }
                : Obstacle.Unreadable(item, "the version of travis-worker");
            yield break;
        }

        var version = facts.Policy?.Installed ?? facts.Version ?? facts.Rpm!;
        if (facts.CopyDiffers == true)
        {
            yield return new Finding(CheckStatus.Warn, $"{version} is installed, and the service runs another one: it makes its copy when it starts, and was not started since.")
            {
                IdSuffix = "Running",
                Actual = "another one runs",
                Item = item,
                Line = "copy differs",
                Remedy = $"{WorkerFindings.Restart(configuration.Layout)}   # when no build runs; Restart-TravisWorker lets them end first",
            };
        }

        yield return Newest(facts, version) with { Item = item };
    }

    private static Finding Newest(VersionFacts facts, string version)
    {
        const string Update = "sudo apt-get update && sudo apt-get install --only-upgrade travis-worker   # ends the builds that run; they are started again elsewhere. Update-TravisWorker lets them end first";
        if (facts.Policy is not { } policy)
        {
            return new Finding(CheckStatus.Unknown, $"{version} is installed; whether there is a newer one is not known, because {(facts.Rpm is null ? "apt knows no package of that name" : "there is no apt to ask")}.")
            {
                Actual = version,
                Remedy = facts.Rpm is null ? "ls /etc/apt/sources.list.d; sudo apt-get update; apt-cache policy travis-worker" : "yum check-update travis-worker",
            };
        }

        var finding = new Finding(CheckStatus.Pass, $"{version} is the newest that apt knows.") { Actual = version, Expected = policy.Candidate, Line = $"Installed: {policy.Installed} Candidate: {policy.Candidate}" };
        if (policy.Installed is not null && policy.Candidate is not null && policy.Installed != policy.Candidate)
        {
            return finding with
            {
                Status = CheckStatus.Fail,
                Message = $"{version} is installed, and apt has {policy.Candidate}.{(facts.Held ? " The package is held." : string.Empty)}",
                Remedy = facts.Held ? "sudo apt-mark unhold travis-worker && " + Update : Update,
            };
        }

        if (!policy.HasRepository)
        {
            return finding with
            {
                Status = CheckStatus.Warn,
                Message = $"{version} is installed, and no repository that this machine uses has travis-worker: apt will never find a newer one.",
                Remedy = "cat /etc/apt/sources.list.d/travisci_worker.list; sudo apt-get update; apt-cache policy travis-worker   # the line is: deb https://packagecloud.io/travisci/worker/ubuntu/ trusty main",
            };
        }

        if (facts.ListsAge is not { } age)
        {
            return finding with
            {
                Status = CheckStatus.Unknown,
                Message = $"{version} is the newest that apt's lists know; how old they are could not be told.",
                Remedy = "sudo apt-get update; apt-cache policy travis-worker",
            };
        }

        return age > Requirements.AptListsWarn
            ? finding with
            {
                Status = CheckStatus.Warn,
                Message = $"{version} is the newest that apt's lists know, and they are {age.TotalDays.ToString("0", CultureInfo.InvariantCulture)} days old.",
                Remedy = "sudo apt-get update; apt-cache policy travis-worker",
            }
            : policy.Pinned is null && !facts.Held ? finding : finding with { Message = finding.Message + (facts.Held ? " It is held." : $" It is pinned to {policy.Pinned}.") };
    }

    private static Finding Image(HostEvidence host, WorkerConfiguration configuration)
    {
        var item = host.Find(WorkerItems.SettingsName);
        if (configuration.InScript(WorkerConfiguration.ImageName) is not { } variable)
        {
            return new Finding(CheckStatus.Fail, $"{WorkerConfiguration.ImageName} is not set, so the start script does not know which image to run.")
            {
                Actual = "not set",
                Item = item,
                Remedy = "sudo systemctl cat travis-worker   # env.conf has: Environment=\"TRAVIS_WORKER_SELF_IMAGE=travisci/worker:v6.2.2\"",
            };
        }

        if (variable.Value!.Unknown is { } why)
        {
            return WorkerFindings.NotKnown(host, variable.Name, $"{variable.Path}:{variable.Line}", why);
        }

        var image = variable.Value.Text;
        var finding = new Finding(CheckStatus.Pass, $"The worker is the image {image}.") { Actual = image, Item = item, Line = $"{variable.Path}:{variable.Line}: {variable.Name}" };
        var change = ImageSetting.IsImage(image)
            ? $"{ImageSetting.Set(variable.Path, ImageSetting.WithTag(image, "v" + Requirements.WorkerImage.ToString(3)))}   # then, when no build runs: {WorkerFindings.Restart(configuration.Layout)}"
            : $"sudoedit {variable.Path}   # line {variable.Line}: {ImageSetting.WithTag(null, "v" + Requirements.WorkerImage.ToString(3))}; then, when no build runs: sudo systemctl daemon-reload && {WorkerFindings.Restart(configuration.Layout)}";
        var running = Running(host);
        if (running is not null && running != image)
        {
            return finding with
            {
                Status = CheckStatus.Warn,
                Message = $"{image} is set, and {running} runs: the service was not started again since.",
                Actual = $"{running} runs",
                Expected = image,
                Remedy = $"sudo systemctl daemon-reload && {WorkerFindings.Restart(configuration.Layout)}   # when no build runs; Restart-TravisWorker lets them end first",
            };
        }

        if (Tag.Match(image) is not { Success: true } match || VersionNumber.Parse(match.Groups["tag"].Value) is not { } version)
        {
            return finding with
            {
                Status = CheckStatus.Warn,
                Message = $"{image} has no version in its tag: which one runs depends on when it was pulled.",
                Remedy = change,
            };
        }

        return version >= Requirements.WorkerImage
            ? finding
            : finding with
            {
                Status = CheckStatus.Warn,
                Expected = $"v{Requirements.WorkerImage.ToString(3)} or later",
                Message = $"{image} is older than v{Requirements.WorkerImage.ToString(3)}, which the worker's installer sets up since 2019.",
                Remedy = change,
            };
    }

    private static string? Running(HostEvidence host)
    {
        var (containers, failure) = host.Find(DockerItems.Containers.Name) is null ? (new DockerContainers(), null) : ContainerEvidence.Read(host);
        return failure is not null ? null : containers.All.FirstOrDefault(one => one.Name == "travis-worker" && one.State == DockerContainerState.Running)?.Image;
    }
}
