using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Core.Tests.Checks;
using TravisOps.KnownIssues;
using Xunit;

namespace TravisOps.Core.Tests.KnownIssues;

public sealed class EvidenceIssueSearchTests
{
    [Fact]
    public void Texts_of_evidence_are_searched_and_a_check_that_fails_tells_what_no_log_does()
    {
        var start = Sample.CollectedAt.Date.AddHours(6);
        var evidence = Sample.Worker.WithDocker()
            .With(DockerItems.AptHistory, FormattableString.Invariant($"\nStart-Date: {start:yyyy-MM-dd  HH:mm:ss}\nCommandline: /usr/bin/unattended-upgrade\nUpgrade: docker-ce:amd64 (5:19.03.3, 5:19.03.4)\nEnd-Date: x\n"))
            .With(PreflightItems.DockerInfo, string.Empty, exit: 1, error: "mkdir /var/lib/docker/x: no space left on device; no socket at /var/run/docker.sock")
            .Evidence();

        var findings = EvidenceIssueSearch.Run(evidence, KnownIssueCatalog.All, null);

        Assert.Equal(["Docker.StoppedByUpgrade", "Host.DiskFull"], findings.Select(one => one.Id).Order(StringComparer.Ordinal));
        var upgrade = findings.Single(one => one.Id == "Docker.StoppedByUpgrade");
        Assert.Equal(("Docker.Upgrades", Sample.CollectedAt), (upgrade.Source, upgrade.Last));
        Assert.Contains("unattended-upgrade", upgrade.Sample, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_of_a_healthy_worker_has_none() => Assert.Empty(EvidenceIssueSearch.Run(Sample.Worker.WithDocker().Evidence(), KnownIssueCatalog.All, null));

    [Fact]
    public void Every_check_that_stands_for_an_issue_is_in_the_catalogue() =>
        Assert.Empty(KnownIssueCatalog.All.Select(issue => issue.Check).OfType<string>().Except(CheckCatalog.All.Select(check => check.Id)));
}
