using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Checks;

/// <summary>One question about a host, answered from its evidence alone: a check never connects.</summary>
public abstract class Check
{
    private protected Check(string id, string title, string limits, string reference, params TravisRole[] roles)
    {
        Id = id;
        Title = title;
        Limits = limits;
        Reference = reference;
        Roles = roles.Length == 0 ? [TravisRole.Platform, TravisRole.Worker] : roles;
    }

    /// <summary>Stable id, such as <c>Docker.StorageDriver</c>.</summary>
    public string Id { get; }

    /// <summary>The first part of the id.</summary>
    public string Area => Id.Substring(0, Id.IndexOf('.'));

    /// <summary>What it looks at.</summary>
    public string Title { get; }

    /// <summary>What is wanted, with numbers.</summary>
    public string Limits { get; }

    /// <summary>Where the demand comes from.</summary>
    public string Reference { get; }

    /// <summary>The roles it applies to.</summary>
    public IReadOnlyList<TravisRole> Roles { get; }

    /// <summary>One result, or several where the check looks at several things. Never none for a role of the check, never an exception:
    /// what went wrong inside is an Unknown that names it.</summary>
    public IReadOnlyList<CheckResult> Evaluate(HostEvidence host)
    {
        if (host is null)
        {
            throw new ArgumentNullException(nameof(host));
        }

        return Results(host, () => Judge(host));
    }

    private protected IReadOnlyList<CheckResult> Results(HostEvidence host, Func<IEnumerable<Finding>> judge)
    {
        List<Finding> findings;
        try
        {
            findings = judge().ToList();
        }
#pragma warning disable CA1031 // One check's mistake must not take the others' answers away; it is told as a result.
        catch (Exception e)
#pragma warning restore CA1031
        {
            findings = [new Finding(CheckStatus.Unknown, $"The check itself failed on this evidence: {e.GetType().Name}: {e.Message}")
            {
                Remedy = "Save the evidence with Save-TravisEvidence and report this as a fault of TravisOps.",
            }];
        }

        if (findings.Count == 0)
        {
            findings.Add(new Finding(CheckStatus.Unknown, "No rule of this check fits what was found on this host."));
        }

        return findings.ConvertAll(finding => Complete(finding, host));
    }

    /// <summary>A result of this check that says why it was not made.</summary>
    internal CheckResult Skip(HostEvidence host, string reason) => Complete(new Finding(CheckStatus.Skip, reason), host);

    /// <summary>The rules. May throw.</summary>
    private protected abstract IEnumerable<Finding> Judge(HostEvidence host);

    private CheckResult Complete(Finding finding, HostEvidence host) => new()
    {
        Id = finding.IdSuffix is null ? Id : Id + "." + finding.IdSuffix,
        Area = Area,
        ComputerName = host.ComputerName,
        Role = host.Role,
        Status = finding.Status,
        Expected = finding.Expected ?? Limits,
        Actual = Printable(finding.Actual),
        Message = Printable(finding.Message)!,
        Remedy = Printable(finding.Remedy),
        Reference = Reference,
        Evidence = Printable(finding.Item is null ? finding.Line : finding.Line is null ? finding.Item.Name : finding.Item.Name + ": " + finding.Line),
        CollectedAt = host.CollectedAt,
        Duration = finding.Item?.Duration ?? TimeSpan.Zero,
    };

    // What a host printed may hold escape sequences, and a result goes to a terminal.
    internal static string? Printable(string? text) => text is null ? null : PlainText.Harmless(text);
}
