using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TravisOps.Installations;

/// <summary>
/// A host name that stands for one machine or, with one <c>[first:last]</c> in it, for several. Zeros in front of the
/// first number give the width: <c>worker-[01:20]</c> is worker-01 to worker-20.
/// </summary>
internal sealed class HostRange
{
    private static readonly Regex Bounds = new(@"^([0-9]{1,9}):([0-9]{1,9})$", RegexOptions.CultureInvariant);

    private readonly string _prefix;
    private readonly string _suffix;
    private readonly int _first;
    private readonly int _last;
    private readonly int _width;

    private HostRange(string prefix, int first, int last, int width, string suffix, bool isRange)
    {
        (_prefix, _first, _last, _width, _suffix, IsRange) = (prefix, first, last, width, suffix, isRange);
    }

    public bool IsRange { get; }

    /// <summary>How many names it stands for. Known without making them.</summary>
    public int Count => _last - _first + 1;

    /// <summary>The names, made as they are asked for.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            for (var number = _first; number <= _last; number++)
            {
                yield return IsRange ? NameOf(number) : _prefix;
            }
        }
    }

    /// <summary>What is wrong with a name that may be a range; null when it is right.</summary>
    public static string? Problem(string text)
    {
        Parse(text, out var problem);
        return problem;
    }

    /// <summary>Reads a name; null and a problem (the end of a sentence) when it is none.</summary>
    public static HostRange? Parse(string text, out string? problem)
    {
        var open = text.IndexOf('[');
        var close = text.IndexOf(']');
        if ((open < 0 && close < 0) || (open == 0 && close == text.Length - 1 && text.IndexOf(':') != text.LastIndexOf(':')))
        {
            problem = HostName.Problem(text);
            return problem is null ? new HostRange(text, 0, 0, 0, string.Empty, isRange: false) : null;
        }

        var shown = ValueText.Show(text);
        if (open < 0 || close < open)
        {
            problem = $"{shown} has an unbalanced bracket; a range looks like worker-[01:20]";
            return null;
        }

        if (text.IndexOf('[', open + 1) >= 0 || text.IndexOf(']', close + 1) >= 0)
        {
            problem = $"{shown} has several ranges; one a name is possible, so write one entry for each value of the other";
            return null;
        }

        var bounds = Bounds.Match(text.Substring(open + 1, close - open - 1));
        if (!bounds.Success)
        {
            problem = $"{shown}: a range is [first:last] with two whole numbers, such as worker-[01:20]";
            return null;
        }

        var range = Parse(text, open, close, bounds.Groups[1].Value, bounds.Groups[2].Value, shown, out problem);
        problem ??= HostName.Problem(range!.NameOf(range._first)) ?? HostName.Problem(range.NameOf(range._last));
        return problem is null ? range : null;
    }

    private static HostRange? Parse(string text, int open, int close, string first, string last, string shown, out string? problem)
    {
        var firstNumber = int.Parse(first, CultureInfo.InvariantCulture);
        var lastNumber = int.Parse(last, CultureInfo.InvariantCulture);
        var padded = first.Length > 1 && first[0] == '0';
        problem = null;
        if (lastNumber < firstNumber)
        {
            problem = $"{shown}: the range runs backwards; [{last}:{first}] was probably meant";
        }
        else if ((padded || (last.Length > 1 && last[0] == '0')) && first.Length != last.Length)
        {
            problem = $"{shown}: with leading zeros both ends have the same number of digits, such as [01:20] or [001:100]";
        }

        return problem is null
            ? new HostRange(text.Substring(0, open), firstNumber, lastNumber, padded ? first.Length : 0, text.Substring(close + 1), isRange: true)
            : null;
    }

    private string NameOf(int number) =>
        _prefix + number.ToString("D" + _width.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + _suffix;
}
