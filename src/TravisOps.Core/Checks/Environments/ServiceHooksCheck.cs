using System.Collections.Generic;
using TravisOps.Checks.Docker;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Checks.Environments;

internal sealed class ServiceHooksCheck() : Check(
    "Environment.ServiceHooks",
    "Whether hooks of the type \"service\", which Travis CI Enterprise before 2.2.5 made, still start builds with this version of GitHub Enterprise",
    "github.com, GitHub Enterprise below 2.17, or hooks that were migrated with Travis CI Enterprise 2.2.5 or later",
    "Travis CI Enterprise 2.x documentation, migrating GitHub Services: GitHub Enterprise 2.17 takes no new ones, 2.20 stops those that are there",
    TravisRole.Platform)
{
    private const string Migrate =
        "replicated admin --no-tty bash -c '. /etc/profile; cd /usr/local/travis-api && ENV=production bundle exec ./bin/migrate-hooks YEAR', once for each year since the first repository";

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, EnvironmentItems.GitHub) is { } obstacle)
        {
            return [obstacle];
        }

        var item = host.Find(EnvironmentItems.GitHub.Name)!;
        var github = GitHubJudge.Judge(host);
        if (github.Kind == GitHubKind.GitHubCom)
        {
            return [new Finding(CheckStatus.Skip, "Does not apply: the platform works with github.com.") { Item = item }];
        }

        if (VersionNumber.Parse(github.Version) is not { } version)
        {
            return [new Finding(CheckStatus.Skip, "Not judged, as the version of GitHub Enterprise is not known (Environment.GitHub).") { Item = item }];
        }

        if (version < Requirements.GitHubTakesNoServices)
        {
            return [new Finding(CheckStatus.Pass, $"GitHub Enterprise {github.Version} still has services.") { Actual = github.Version, Item = item }];
        }

        var stopped = version >= Requirements.GitHubStopsServices;
        var travis = Travis(host);
        return travis is { } old && VersionNumber.Parse(old) < Requirements.TravisWebhooks
            ?
            [
                new Finding(stopped ? CheckStatus.Fail : CheckStatus.Warn, $"GitHub Enterprise {github.Version} {(stopped ? "runs no hook of the type service any more" : "takes no new hook of the type service")}, and Travis CI Enterprise {old} makes no others: pushes start no builds.")
                {
                    Actual = $"GitHub Enterprise {github.Version}, Travis CI Enterprise {old}",
                    Item = item,
                    Remedy = $"Update the platform to 2.2.5 or later, then there: {Migrate}",
                },
            ]
            :
            [
                new Finding(CheckStatus.Warn, $"GitHub Enterprise {github.Version} {(stopped ? "runs no hook of the type service any more" : "takes no new hook of the type service, and 2.20 will run none")}. Whether repositories that were enabled before still have one can't be seen from here: only GitHub Enterprise itself tells, to an owner of the repository.")
                {
                    Actual = $"GitHub Enterprise {github.Version}, Travis CI Enterprise {travis ?? "of a version that is not told"}",
                    Item = item,
                    Remedy = $"When pushes to older repositories start no builds, on the platform (2.2.5 or later): {Migrate}",
                },
            ];
    }

    /// <summary>The version, where te-main's image is tagged with one; Replicated's registry has hashes.</summary>
    private static string? Travis(HostEvidence host) =>
        host.Find(DockerItems.Containers.Name) is { } listed && DockerContainersParser.Parse(listed) is { Problem: DockerProblem.None } containers
        && TeMain.Find(containers).Container is { } teMain && EnvironmentJudge.Tag(teMain.Image) is { } tag && VersionNumber.Parse(tag) is not null ? tag : null;
}
