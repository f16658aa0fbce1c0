using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Firewall;

namespace TravisOps.Checks.Overall;

/// <summary>Puts what is to be done in order: what others stand on first.</summary>
internal static class TaskOrder
{
    /// <summary>From the ground up; the platform's before the workers'. An id that is not here comes last.</summary>
    private static readonly (string Prefix, TravisRole? Role)[] Layers =
    [
        ("Host.", TravisRole.Platform),
        ("System.", TravisRole.Platform),
        ("Hardware.DiskUsage", TravisRole.Platform),
        ("Docker.Engine", TravisRole.Platform),
        ("Docker.", TravisRole.Platform),
        ("Replicated.", null),
        ("Application.", null),
        ("Firewall.", null),
        ("Host.", TravisRole.Worker),
        ("System.", TravisRole.Worker),
        ("Hardware.DiskUsage", TravisRole.Worker),
        ("Docker.Engine", TravisRole.Worker),

        // The settings that keep a worker from RabbitMQ, before what it is like without.
        ("Worker.Configuration.", null),
        ("Worker.PlatformName", null),
        ("Worker.PlatformHost", null),
        ("Worker.Token", null),
        ("Worker.", null),
        ("Docker.", null),
        ("Environment.", TravisRole.Platform),
        ("Environment.", TravisRole.Worker),

        // What logs tell is mostly a symptom of what stands above.
        ("KnownIssue.", TravisRole.Platform),
        ("KnownIssue.", TravisRole.Worker),
    ];

    /// <summary>Results that are in order, or can't be judged before another, are no task.</summary>
    public static IReadOnlyList<InstallationTask> Of(IEnumerable<CheckResult> results)
    {
        var tasks = from result in results
                    where result.Status is CheckStatus.Fail or CheckStatus.Unknown or CheckStatus.Warn
                    // A port's fix names where it was looked at from: the same port from twenty workers is one thing to do.
                    group result by (result.Id, result.Status, result.Role, Fix: result is FirewallResult port ? port.State.ToString() : result.Remedy) into one
                    orderby Severity(one.Key.Id, one.Key.Status), Layer(one.Key.Id, one.Key.Role), one.Count() descending, one.Key.Id
                    select one;
        return
        [
            .. tasks.Select((task, index) => new InstallationTask
            {
                Order = index + 1,
                Status = task.Key.Status,
                Id = task.Key.Id,
                ComputerName = [.. task.Select(result => result.ComputerName).Distinct()],
                Message = task.First().Message + (task.First() is FirewallResult && task.Count() > 1 ? FormattableString.Invariant($" The same from {task.Count() - 1} other places.") : string.Empty),
                Remedy = task.First().Remedy,
            }),
        ];
    }

    /// <summary>Fail first; what could not be looked at may be as bad.</summary>
    public static int Severity(CheckStatus status) => status switch
    {
        CheckStatus.Fail => 0,
        CheckStatus.Unknown => 1,
        CheckStatus.Warn => 2,
        _ => 3,
    };

    // Nothing of a host that could not be looked at is known, and much may follow from it.
    private static int Severity(string id, CheckStatus status) => Severity(id == "Host.Connection" && status == CheckStatus.Unknown ? CheckStatus.Fail : status);

    private static int Layer(string id, TravisRole role)
    {
        var layer = Array.FindIndex(Layers, one => id.StartsWith(one.Prefix, StringComparison.Ordinal) && (one.Role ?? role) == role);
        return layer < 0 ? Layers.Length : layer;
    }
}
