using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.KnownIssues;

/// <summary>A set of issues made ready to be searched for. Never changes, and may be used by several threads.</summary>
internal sealed class IssueMatcher
{
    private readonly IReadOnlyList<(int Issue, LinePattern Pattern)>[] _groups;

    /// <param name="issues">What to search for.</param>
    /// <param name="place">The log that is searched, for what may stand in any of them only where it belongs; null for everything.</param>
    public IssueMatcher(IEnumerable<KnownIssue> issues, LogPlace? place = null)
        : this(issues, GramFinder.Best, place)
    {
    }

    public IssueMatcher(IEnumerable<KnownIssue> issues, GramFinder.Way way, LogPlace? place = null)
    {
        Issues = [.. issues.Where(issue => issue.Patterns.Count > 0)];
        Marks = MarksOf(Issues);
        List<KnownIssue> here = [.. Issues.Where(issue => place is null || (issue.Places & place) != 0)];
        List<(int Issue, LinePattern Pattern)> patterns =
        [
            .. Issues.SelectMany((issue, number) => issue.Patterns.Where(_ => here.Contains(issue)).Select(pattern => (number, pattern))),
            .. Marks.Select((text, mark) => (Text: text, Number: Issues.Count + mark)).Where(one => here.Exists(issue => issue.Over.Contains(one.Text))).Select(one => (one.Number, new LinePattern([one.Text]))),
        ];
        Patterns = [.. patterns.Select(one => one.Pattern)];
        var grams = GramSet.For(Patterns);
        Finder = new GramFinder(grams.Grams, way);
        _groups = [.. grams.Patterns.Select(group => (IReadOnlyList<(int, LinePattern)>)[.. group.Select(number => patterns[number])])];
        LongestPart = patterns.Count == 0 ? 0 : patterns.Max(one => one.Pattern.Parts.Max(part => part.Length));
    }

    /// <summary>The issues that have patterns, in order; numbers of issues are places in this list.</summary>
    public IReadOnlyList<KnownIssue> Issues { get; }

    /// <summary>The texts of lines that say that issues are over. Their numbers go on where those of the issues end.</summary>
    public IReadOnlyList<string> Marks { get; }

    /// <summary>The patterns that are searched for, those of <see cref="Marks"/> too.</summary>
    public IReadOnlyList<LinePattern> Patterns { get; }

    /// <summary>Finds the pieces.</summary>
    public GramFinder Finder { get; }

    /// <summary>How many pieces there are.</summary>
    public int Grams => _groups.Length;

    /// <summary>The longest fixed text, in bytes.</summary>
    public int LongestPart { get; }

    /// <summary>For each pattern a text that every line of it has: what a plain search for fixed texts is given to sieve a log with.</summary>
    public IEnumerable<string> Sieve => Patterns
        .Select(pattern => pattern.Texts.OrderByDescending(text => text.Length).First())
        .Distinct(StringComparer.Ordinal);

    /// <summary>The texts of <see cref="KnownIssue.Over"/>, each once, in an order that the issues alone decide.</summary>
    public static IReadOnlyList<string> MarksOf(IEnumerable<KnownIssue> issues) => [.. issues.SelectMany(issue => issue.Over).Distinct(StringComparer.Ordinal)];

    /// <summary>The patterns that a piece stands for; a number behind those of the issues is that of a mark.</summary>
    public IReadOnlyList<(int Issue, LinePattern Pattern)> Group(int gram) => _groups[gram];
}
