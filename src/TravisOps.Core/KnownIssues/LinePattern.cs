using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.KnownIssues;

/// <summary>What a line must have to be of an issue: fixed texts, all of them, and on top of that, rarely, what must not be there and a regular expression.</summary>
internal sealed class LinePattern
{
    /// <summary>The shortest that the longest part may be: what is searched for is cut from it, and short texts are in every line.</summary>
    public const int LeastLength = 8;

    // A line is any size and comes from a log that others write into.
    private static readonly TimeSpan RegexLimit = TimeSpan.FromMilliseconds(250);

    private readonly byte[][] _all;
    private readonly byte[][] _without;
    private readonly Regex? _regex;

    /// <exception cref="ArgumentException">No part is long enough, or the expression is none.</exception>
    public LinePattern(IReadOnlyList<string> all, IReadOnlyList<string>? without = null, string? regex = null)
    {
        if (all.Count == 0 || all.Max(part => Encoding.UTF8.GetByteCount(part)) < LeastLength)
        {
            throw new ArgumentException($"One of its texts must have {LeastLength} characters or more.", nameof(all));
        }

        if (all.Concat(without ?? []).Any(part => part.Length == 0 || part.IndexOf('\n') >= 0))
        {
            throw new ArgumentException("A text must not be empty or have a line break in it.", nameof(all));
        }

        _all = [.. all.Select(Encoding.UTF8.GetBytes)];
        _without = [.. (without ?? []).Select(Encoding.UTF8.GetBytes)];
        _regex = regex is null ? null : new Regex(regex, RegexOptions.CultureInvariant, RegexLimit);
        Texts = [.. all];
        Without = [.. without ?? []];
    }

    /// <summary>The fixed texts, as they were written.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Texts of which none may be there.</summary>
    public IReadOnlyList<string> Without { get; }

    /// <summary>The fixed texts in UTF-8.</summary>
    public IReadOnlyList<byte[]> Parts => _all;

    /// <summary>Whether a line, without its line end, fits.</summary>
    public bool Fits(ReadOnlySpan<byte> line)
    {
        foreach (var part in _all)
        {
            if (line.IndexOf(part) < 0)
            {
                return false;
            }
        }

        foreach (var part in _without)
        {
            if (line.IndexOf(part) >= 0)
            {
                return false;
            }
        }

        return _regex is null || FitsRegex(line);
    }

    private bool FitsRegex(ReadOnlySpan<byte> line)
    {
        try
        {
            return _regex!.IsMatch(Encoding.UTF8.GetString(line.ToArray()));
        }
        catch (RegexMatchTimeoutException)
        {
            // The fixed texts are there: better one too many, with its line as the sample, than an issue that is not told.
            return true;
        }
    }
}
