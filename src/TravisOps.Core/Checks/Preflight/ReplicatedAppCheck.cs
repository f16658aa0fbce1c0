using System;
using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Replicated;

namespace TravisOps.Checks.Preflight;

internal sealed class ReplicatedAppCheck() : ReplicatedCheck(
    PreflightItems.ReplicatedApp,
    "Replicated.App",
    "replicatedctl app status: the state of Travis CI Enterprise (one result for each app should there be several, Replicated.App.ID)",
    "started, at rest, no error",
    Manual.Docker + "; Replicated's documentation of app status")
{
    private protected override IEnumerable<Finding> Judge(HostEvidence host, EvidenceItem item, ReplicatedAnswer answer)
    {
        if (AppStatus.Parse(answer.Text) is not { } apps)
        {
            yield return Obstacle.Unreadable(item, "the state of the app");
            yield break;
        }

        if (apps.Count == 0)
        {
            yield return new Finding(CheckStatus.Fail, "Replicated runs and has no app: Travis CI Enterprise is not installed or its licence is not uploaded.")
            {
                Actual = "no app",
                Item = item,
                Line = "[]",
                Remedy = $"Finish the installation at {Dashboard(host)}: certificate, licence, settings.",
            };
        }

        foreach (var app in apps)
        {
            yield return Verdict(host, item, answer, app) with { IdSuffix = apps.Count > 1 && app.AppId.Length > 0 ? Slug(app.AppId) : null };
        }
    }

    private static Finding Verdict(HostEvidence host, EvidenceItem item, ReplicatedAnswer answer, AppStatus app)
    {
        var ctl = Ctl(answer.Command);
        var (status, message, remedy) = app switch
        {
            { Healthy: true } => (CheckStatus.Pass, "Travis CI Enterprise is started.", null),
            { State: "stopped", DesiredState: "started", IsTransitioning: false, Error.Length: > 0 } => (
                CheckStatus.Fail, $"Travis CI Enterprise is stopped with the error: {app.Error}",
                $"sudo {ctl} app start --attach   # when it ends the same way: {Dashboard(host)}, and sudo docker logs --tail 50 replicated"),
            { Error.Length: > 0 } => (
                CheckStatus.Fail, $"Travis CI Enterprise is {app.State} with the error: {app.Error}",
                $"Look at the dashboard, {Dashboard(host)}, and at: sudo docker logs --tail 50 replicated"),
            { IsTransitioning: true } => (
                CheckStatus.Warn, $"Travis CI Enterprise is {app.State} and on its way to {(app.DesiredState.Length > 0 ? app.DesiredState : "another state")}.",
                $"Wait two minutes and look again: sudo {ctl} app status"),
            { State: "stopped" } => (CheckStatus.Fail, "Travis CI Enterprise is stopped.", $"sudo {ctl} app start --attach"),
            { State: "starting" or "stopping" } => (
                CheckStatus.Warn, $"Travis CI Enterprise is {app.State}.", $"Wait two minutes and look again: sudo {ctl} app status"),
            _ => (
                CheckStatus.Unknown, $"Travis CI Enterprise is in the state {app.State}, which this check has no rule for.",
                $"Look at the dashboard, {Dashboard(host)}"),
        };
        return new Finding(status, message)
        {
            Actual = app.State + (app.IsTransitioning ? ", on its way" : string.Empty) + (app.Error.Length > 0 ? ", " + app.Error : string.Empty),
            Item = item,
            Line = $"State: {app.State}, DesiredState: {app.DesiredState}, IsTransitioning: {app.IsTransitioning}, Error: \"{app.Error}\"",
            Remedy = remedy,
        };
    }

    private static string Ctl(string command)
    {
        var end = command.IndexOf(" app status", StringComparison.Ordinal);
        return end > 0 ? command.Substring(0, end) : "/usr/local/bin/replicatedctl";
    }
}
