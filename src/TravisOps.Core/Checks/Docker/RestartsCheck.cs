using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

internal sealed class RestartsCheck() : ContainerCheck(
    "Docker.Restarts",
    "Containers that Docker starts again and again; one result for each, Docker.Restarts.NAME",
    "not restarting; below 3 restarts, or up for 10 minutes since; none in the last 24 hours",
    Manual.None + "; the numbers are ours, Docker waits a minute at the most between two tries")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, DockerContainers containers)
    {
        var now = host.CollectedAt + (host.Connection.ClockOffset ?? TimeSpan.Zero);
        var findings = containers.All.Select(container => Of(item, container, now)).Where(finding => finding is not null).ToList();
        if (findings.Count > 0)
        {
            return findings!;
        }

        var unknown = containers.All.FirstOrDefault(container => container.IsService && container.State == DockerContainerState.Running && container.RestartCount is null);
        if (unknown is not null)
        {
            return [new Finding(CheckStatus.Unknown, $"None is restarting now; how often {unknown.Name} was restarted is not known, because docker inspect did not tell.")
            {
                Item = item,
                Line = unknown.Line,
                Remedy = $"sudo docker inspect --format '{{{{.RestartCount}}}} {{{{.State.StartedAt}}}}' {Paste.Word(unknown.Name)}",
            }];
        }

        return [new Finding(CheckStatus.Pass, "No container is restarting or was restarted by Docker in the last 24 hours.") { Actual = "none", Item = item, Line = $"{containers.All.Count} containers" }];
    }

    private static Finding? Of(EvidenceItem item, DockerContainer container, DateTime now)
    {
        var count = container.RestartCount ?? 0;
        var up = now - container.Started;
        var loop = container.State == DockerContainerState.Restarting || (count >= Requirements.RestartLoopCount && up < Requirements.RestartLoopTime && container.State == DockerContainerState.Running);
        var recent = container.State == DockerContainerState.Running && count > 0 && up < Requirements.RestartRecentTime;
        if (!loop && !recent)
        {
            return null;
        }

        var signature = DockerErrorSignature.Find(container.Error);
        var times = count switch
        {
            0 => string.Empty,
            1 => "; once since a person started it",
            _ => $"; {count} times since a person started it",
        };
        var since = up is { } time && !loop ? $" It is up for {Quantity.Seconds(time)} now." : string.Empty;
        var error = container.Error is { } text ? $" Docker said: {text}" : string.Empty;
        return new Finding(
            loop ? CheckStatus.Fail : CheckStatus.Warn,
            $"{container.Name} {(loop ? "ends and is started again and again" : "ended and was started again")} (exit code {container.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known"}{times}).{since}{error}{(signature is null ? string.Empty : $" That is: {signature.Cause}.")}")
        {
            IdSuffix = container.Name,
            Actual = $"{count} restarts, {container.StatusText ?? container.State.ToString()}",
            Item = item,
            Line = container.Line,
            Remedy = signature?.Remedy ?? ContainerFinding.Logs(container) + "   # why it ended",
        };
    }
}
