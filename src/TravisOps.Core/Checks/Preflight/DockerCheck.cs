using System.Collections.Generic;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Preflight;

/// <summary>A check that needs the engine's answer. When there is none it says so, and where the reason is told.</summary>
internal abstract class DockerCheck(string id, string title, string limits, string reference) : Check(id, title, limits, reference)
{
    private protected sealed override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (Obstacle.In(host, PreflightItems.DockerInfo) is { } obstacle && host.Find(PreflightItems.DockerInfo.Name)?.Status != EvidenceStatus.NotFound)
        {
            return [obstacle];
        }

        var item = host.Find(PreflightItems.DockerInfo.Name)!;
        var docker = DockerParser.Parse(item);
        return docker.Problem == DockerProblem.None ? [Judge(host, item, docker)] : [NoAnswer(host, item, docker)];
    }

    /// <summary>The rules, for an engine that answered.</summary>
    private protected abstract Finding Judge(HostEvidence host, EvidenceItem item, DockerFacts docker);

    // Unknown where the engine may be well and only we could not see it; Skip where Docker.Engine is a Fail that says why.
    private static Finding NoAnswer(HostEvidence host, EvidenceItem item, DockerFacts docker) =>
        DockerEngineCheck.Verdict(host, docker) == CheckStatus.Fail
            ? new Finding(CheckStatus.Skip, "Stands on Docker Engine, which did not answer: see Docker.Engine.") { Item = item, Line = docker.ProblemLine }
            : new Finding(CheckStatus.Unknown, "Could not be looked at, because Docker Engine could not: see Docker.Engine.")
            {
                Item = item,
                Line = docker.ProblemLine,
                Remedy = DockerEngineCheck.Remedy(host, docker),
            };
}
