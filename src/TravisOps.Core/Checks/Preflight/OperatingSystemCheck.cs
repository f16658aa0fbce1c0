using System;
using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Preflight;

internal sealed class OperatingSystemCheck() : Check(
    "System.OperatingSystem",
    "Distribution and release",
    PlatformLimits + "; " + WorkerLimits,
    Manual.Prerequisites + "; from 16.04 on the worker is a Docker image, whose installers go to 22.04")
{
    private const string PlatformLimits = "platform: Ubuntu 14.04 or 16.04";
    private const string WorkerLimits = "worker: Ubuntu 14.04, 16.04, 18.04, 20.04 or 22.04";

    private static readonly string[] PlatformReleases = ["14.04", "16.04"];
    private static readonly string[] WorkerReleases = ["14.04", "16.04", "18.04", "20.04", "22.04"];

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var (release, item) = Distribution.Of(host);
        if (release is null)
        {
            yield return Obstacle.In(host, PreflightItems.OsRelease) ?? Obstacle.Unreadable(item!, "the distribution");
            yield break;
        }

        var (status, message, remedy) = Rule(host.Role, release);
        yield return new Finding(status, message)
        {
            Expected = host.Role == TravisRole.Platform ? PlatformLimits : WorkerLimits,
            Actual = release.PrettyName,
            Remedy = remedy,
            Item = item,
            Line = release.PrettyName,
        };
    }

    private static (CheckStatus Status, string Message, string? Remedy) Rule(TravisRole role, OsRelease release)
    {
        var machine = role == TravisRole.Platform ? "platform" : "worker";
        var supported = role == TravisRole.Platform ? PlatformReleases : WorkerReleases;
        var next = "Ubuntu " + supported[supported.Length - 1];
        if (release.Id != "ubuntu")
        {
            return (
                CheckStatus.Warn,
                $"{release.PrettyName} is not Ubuntu; Travis CI Enterprise 2.x is made for Ubuntu {supported[0]} to {supported[supported.Length - 1]} on the {machine} machine.",
                $"Tell support about the distribution when you write to them; plan to move the {machine} machine to {next}.");
        }

        if (Array.IndexOf(supported, release.VersionId) >= 0)
        {
            return (CheckStatus.Pass, $"{release.PrettyName} is a release that the {machine} of Travis CI Enterprise 2.x runs on.", null);
        }

        if (VersionNumber.Parse(release.VersionId) is not { } version)
        {
            return (CheckStatus.Unknown, $"The release of {release.PrettyName} could not be told.", "cat /etc/os-release");
        }

        return version < new Version(14, 4)
            ? (CheckStatus.Fail, $"{release.PrettyName} is older than Ubuntu 14.04, the oldest release that Travis CI Enterprise 2.x runs on.",
                $"Set up a new {machine} machine with {next}; releases can't be skipped safely by upgrading in place.")
            : (CheckStatus.Warn, $"{release.PrettyName} is not among the releases that the {machine} of Travis CI Enterprise 2.x is documented for ({string.Join(", ", supported)}).",
                $"Nothing has to be done while it runs; take {next} for the next {machine} machine, and tell support about this release.");
    }
}
