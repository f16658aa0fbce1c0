using System.Collections.Generic;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

/// <summary>A check that needs the list of containers. When there is none it says so, and where the reason is told.</summary>
internal abstract class ContainerCheck(string id, string title, string limits, string reference, params TravisRole[] roles)
    : Check(id, title, limits, reference, roles)
{
    private protected sealed override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var (containers, failure) = ContainerEvidence.Read(host);
        var item = host.Find(DockerItems.Containers.Name);
        if (failure is null)
        {
            return Judge(host, item!, containers);
        }

        return [DockerEngineCheck.Fails(host)
            ? new Finding(CheckStatus.Skip, "Stands on Docker Engine, which did not answer: see Docker.Engine.") { Item = item, Line = containers.ProblemLine }
            : new Finding(CheckStatus.Unknown, failure.Message) { Item = item, Line = containers.ProblemLine, Remedy = failure.Remedy }];
    }

    /// <summary>The rules, for containers that are known.</summary>
    private protected abstract IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, DockerContainers containers);
}
