using System;
using TravisOps.Core.Tests.Checks;
using TravisOps.Environments;
using TravisOps.Evidence;
using Xunit;

namespace TravisOps.Core.Tests.Environments;

public sealed class GitHubJudgeTests
{
    private const string Enterprise = "set github.api_url https://ghe.example.com\nasked https://ghe.example.com/api/v3/meta\nby curl\n";

    [Theory]
    [InlineData("status 200\ninstalled 2.18.0\nmeta yes", "2.18.0", "installed_version")]
    [InlineData("status 200\nheader 2.21.5\nmeta yes", "2.21.5", "X-GitHub-Enterprise-Version")]
    [InlineData("status 401\nheader enterprise-server@2.21.0", "2.21.0", "status 401")]
    [InlineData("status 200\nmeta yes", null, "before 2.18")]
    [InlineData("status 401", null, "private mode")]
    [InlineData("status 200", null, "did not answer as GitHub Enterprise")]
    [InlineData("status 200\ninstalled latest\nheader none", null, "did not answer as GitHub Enterprise")]
    [InlineData("error curl: (7) Failed to connect", null, "Failed to connect")]
    public void The_version_by_what_the_host_answers(string answer, string? version, string proof)
    {
        var finding = Judge(Enterprise + answer);

        Assert.Equal((GitHubKind.Enterprise, "ghe.example.com", version), (finding.Kind, finding.HostName, finding.Version));
        Assert.Contains(proof, finding.Proof, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set github.api_url https://api.github.com", GitHubKind.GitHubCom, "github.com")]
    [InlineData("set database.host 127.0.0.1", GitHubKind.GitHubCom, "github.com")]
    [InlineData("missing te-main\nsetting github_type github_type_public", GitHubKind.GitHubCom, "github.com")]
    [InlineData("missing te-main\nsetting github_type github_type_enterprise\nsetting github_enterprise_host ghe.example.com", GitHubKind.Enterprise, "ghe.example.com")]
    [InlineData("missing te-main\nsetting github_type github_type_enterprise", GitHubKind.Enterprise, null)]
    [InlineData("missing te-main", GitHubKind.Unknown, null)]
    [InlineData("missing docker", GitHubKind.Unknown, null)]
    [InlineData("set github.api_url ?\nset amqp.host localhost", GitHubKind.Unknown, null)]
    [InlineData("\0\u0001\n\n", GitHubKind.Unknown, null)]
    public void Which_GitHub_by_travis_yml_or_the_settings(string told, GitHubKind kind, string? host)
    {
        var finding = Judge(told);

        Assert.Equal((kind, host), (finding.Kind, finding.HostName));
        Assert.NotEmpty(finding.Proof);
    }

    [Fact]
    public void What_was_not_asked_is_unknown()
    {
        Assert.Equal(GitHubKind.Unknown, GitHubJudge.Judge(Sample.Platform.Evidence()).Kind);
        Assert.Contains("Skipped", GitHubJudge.Judge(Sample.Platform.With(EnvironmentItems.GitHub, string.Empty, EvidenceStatus.Skipped).Evidence()).Proof, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set database.host 127.0.0.1\nset amqp.host localhost\nset redis.url redis://127.0.0.1:6379", HighAvailability.No, "database.host is 127.0.0.1")]
    [InlineData("set database.host db.example.com\nset amqp.host 127.0.0.1", HighAvailability.Yes, "database.host is db.example.com")]
    [InlineData("set redis.url redis://redis.example.com:6379", HighAvailability.Yes, "redis.example.com")]
    [InlineData("set amqp.host 127.0.0.1\nsetting enable_ha 1", HighAvailability.Yes, "enable_ha")]
    [InlineData("set amqp.host 127.0.0.1\nsetting enable_ha 0", HighAvailability.No, "amqp.host")]
    [InlineData("set database.url ?", HighAvailability.Unknown, "does not tell")]
    [InlineData("missing te-main", HighAvailability.Unknown, "te-main can't be asked")]
    public void High_availability_by_where_the_databases_are(string told, HighAvailability state, string proof)
    {
        var (found, why) = AvailabilityJudge.Judge(Sample.Platform.With(EnvironmentItems.GitHub, told + "\n").Evidence());

        Assert.Equal(state, found);
        Assert.Contains(proof, why, StringComparison.Ordinal);
    }

    private static GitHubFinding Judge(string told) => GitHubJudge.Judge(Sample.Platform.With(EnvironmentItems.GitHub, told + "\n").Evidence());
}
