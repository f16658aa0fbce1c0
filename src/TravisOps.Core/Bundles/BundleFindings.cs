using System;
using System.Collections.Generic;
using TravisOps.Reports;

namespace TravisOps.Bundles;

/// <summary>What the sources have to say beyond results.</summary>
public sealed class BundleFindings
{
    /// <summary>Changes, for the timeline of the page.</summary>
    public List<ReportChange> Changes { get; } = [];

    /// <summary>Known issues.</summary>
    public List<ReportKnownIssue> KnownIssues { get; } = [];

    /// <summary>Statements from evidence by question, see <see cref="RequestQuestions"/>.</summary>
    public List<(RequestQuestion Question, RequestStatement Statement)> Statements { get; } = [];

    /// <summary>A few words on each host: system, hardware, where it runs.</summary>
    public Dictionary<string, string> HostDescriptions { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Further files: path in the bundle and text.</summary>
    public List<(string Path, string Text)> Files { get; } = [];

    /// <summary>Adds a statement.</summary>
    /// <param name="question">The question that it answers.</param>
    /// <param name="text">The statement.</param>
    /// <param name="files">The files of the bundle that prove it.</param>
    public void Say(RequestQuestion question, string text, params string[] files) => Statements.Add((question, new RequestStatement(text, files)));
}
