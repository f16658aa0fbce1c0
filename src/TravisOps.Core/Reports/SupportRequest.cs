using System;
using System.Collections.Generic;

namespace TravisOps.Reports;

/// <summary>The support request: the manual's questions with what is known as answers to them.</summary>
public sealed record SupportRequest
{
    /// <summary>The installation's name.</summary>
    public required string Installation { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The version of TravisOps that wrote it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>The answers. A question of <see cref="RequestQuestions.All"/> that is not among them is open.</summary>
    public required IReadOnlyList<RequestAnswer> Answers { get; init; }

    /// <summary>Remarks for which there is no question.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How much of what was expected is in the bundle.</summary>
    public required ReportCompleteness Completeness { get; init; }

    /// <summary>Where secrets are that could not be read, so that whoever passes the bundle on looks again.</summary>
    public IReadOnlyList<string> UnreadSecretSources { get; init; } = [];
}
