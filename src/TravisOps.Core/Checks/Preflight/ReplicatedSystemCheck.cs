using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Replicated;

namespace TravisOps.Checks.Preflight;

internal sealed class ReplicatedSystemCheck() : ReplicatedCheck(
    PreflightItems.ReplicatedSystem,
    "Replicated.System",
    "replicatedctl system status: one result for each component, Replicated.System.replicated and so on",
    "every component ready",
    Manual.Docker + "; Replicated's documentation of system status (failed > initializing > ready), from Replicated 2.26 on")
{
    private protected override CheckStatus WhenNotRunning => CheckStatus.Fail;

    private protected override IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, ReplicatedAnswer answer)
    {
        var states = SystemStatus.Parse(answer.Text);
        if (states.Count == 0)
        {
            yield return Obstacle.Unreadable(item, "the state of Replicated");
        }

        foreach (var state in states)
        {
            var status = state.Value switch
            {
                "ready" => CheckStatus.Pass,
                "initializing" => CheckStatus.Warn,
                "failed" => CheckStatus.Fail,
                _ => CheckStatus.Unknown,
            };
            yield return new Finding(status, status switch
            {
                CheckStatus.Pass => $"Replicated's component {state.Key} is ready.",
                CheckStatus.Warn => $"Replicated's component {state.Key} is still initializing.",
                CheckStatus.Fail => $"Replicated's component {state.Key} has failed.",
                _ => $"Replicated's component {state.Key} is in the state {state.Value}, which this check has no rule for.",
            })
            {
                IdSuffix = Slug(state.Key),
                Expected = "ready",
                Actual = state.Value,
                Item = item,
                Line = $"{state.Key}: {state.Value}",
                Remedy = status switch
                {
                    CheckStatus.Pass => null,
                    CheckStatus.Warn => $"Wait two minutes and look again: sudo {answer.Command}",
                    _ => "sudo docker logs --tail 50 replicated; sudo docker ps -a",
                },
            };
        }
    }
}
