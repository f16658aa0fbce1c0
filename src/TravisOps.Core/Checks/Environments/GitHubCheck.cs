using System.Collections.Generic;
using TravisOps.Checks.Preflight;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Environments;

internal sealed class GitHubCheck() : Check(
    "Environment.GitHub",
    "Which GitHub the platform works with, and whether Travis CI Enterprise 2.x works with that version of GitHub Enterprise, asked from the platform",
    "github.com, or GitHub Enterprise below 3.4",
    "Operations manual, \"GitHub Enterprise\"; Travis CI Enterprise 2.x documentation: GitHub Enterprise below 3.4",
    TravisRole.Platform)
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, EnvironmentItems.GitHub) is { } obstacle)
        {
            return [obstacle];
        }

        var item = host.Find(EnvironmentItems.GitHub.Name)!;
        var github = GitHubJudge.Judge(host);
        var version = VersionNumber.Parse(github.Version);
        var actual = $"{github.Kind} {github.HostName} {github.Version}".Replace("  ", " ").TrimEnd();
        return github.Kind switch
        {
            GitHubKind.GitHubCom => [new Finding(CheckStatus.Pass, $"The platform works with github.com ({github.Proof}).") { Actual = "github.com", Item = item }],
            GitHubKind.Enterprise when version is null =>
            [
                new Finding(CheckStatus.Unknown, $"The version of GitHub Enterprise at {github.HostName ?? "a host that is not told"} is not known: {github.Proof}.")
                {
                    Actual = actual,
                    Item = item,
                    Remedy = $"See at the foot of its pages, or on the platform: curl -sk https://{github.HostName ?? "HOST"}/api/v3/meta",
                },
            ],
            GitHubKind.Enterprise when version >= Requirements.GitHubTooNew =>
            [
                new Finding(CheckStatus.Fail, $"GitHub Enterprise {github.Version} at {github.HostName} is newer than what Travis CI Enterprise 2.x works with, below 3.4 ({github.Proof}).")
                {
                    Actual = actual,
                    Item = item,
                    Remedy = "Move to Travis CI Enterprise 3.x, or keep GitHub Enterprise below 3.4; write to support before either.",
                },
            ],
            GitHubKind.Enterprise => [new Finding(CheckStatus.Pass, $"The platform works with GitHub Enterprise {github.Version} at {github.HostName} ({github.Proof}).") { Actual = actual, Item = item }],
            _ =>
            [
                new Finding(CheckStatus.Unknown, $"It is not known which GitHub the platform works with: {github.Proof}.")
                {
                    Actual = actual,
                    Item = item,
                    Remedy = "Look at the settings, https://HOST:8800/settings, \"GitHub\"; or make te-main run first: Test-TravisDocker",
                },
            ],
        };
    }
}
