using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

internal sealed class BindingsCheck() : ContainerCheck(
    "Docker.Bindings",
    "Port bindings of te-main; one result for each, Docker.Bindings.80 and so on",
    "80, 443, 4567 and 5672 on the same port of every address of the host (4567 and 5672 not where the platform's RabbitMQ is another machine), 22 on any port",
    Manual.Docker + " (\"these port bindings have to be in place\"); its 32770 for port 22 is a port that Docker picks",
    TravisRole.Platform)
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, DockerContainers containers)
    {
        if (TeMain.Find(containers).Container is not { State: DockerContainerState.Running } container)
        {
            yield return new Finding(CheckStatus.Skip, "Stands on te-main, which does not run: see Docker.TeMain.") { Item = item };
            yield break;
        }

        var report = BindingJudge.Judge(host, all: false);
        if (report.Failure is { } failure)
        {
            yield return new Finding(CheckStatus.Unknown, failure.Message) { Item = item, Line = container.Line, Remedy = failure.Remedy };
        }

        foreach (var binding in report.Bindings)
        {
            var expected = ExpectedBinding.All.FirstOrDefault(one => one.ContainerPort == binding.ContainerPort && binding.State != DockerBindingState.Unexpected);
            var actual = binding.State == DockerBindingState.NotNeeded ? nameof(DockerBindingState.NotNeeded) : binding.HostAddress is null ? "not published" : $"{binding.HostAddress}:{binding.HostPort}->{binding.ContainerPort}/{binding.Protocol}";
            yield return new Finding(binding.Status, binding.Message)
            {
                IdSuffix = expected is null
                    ? $"{binding.ContainerName}-{binding.HostPort}-{binding.Protocol}"
                    : binding.ContainerPort.ToString(CultureInfo.InvariantCulture),
                Expected = expected?.ToString() ?? "not published",
                Actual = actual,
                Item = item,
                Line = $"{binding.ContainerName}: {actual}",
                Remedy = binding.Remedy,
            };
        }
    }
}
