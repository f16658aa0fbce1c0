using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Redaction;

/// <summary>What was taken out where, how often, by which rule; and what was left out as a whole. Safe for several threads.</summary>
public sealed class RedactionReport
{
    private readonly object _gate = new();
    private readonly Dictionary<(string File, string Rule), long> _counts = [];
    private readonly List<RedactionOmission> _omissions = [];

    /// <summary>The counts by file and rule.</summary>
    public IReadOnlyList<RedactionCount> Counts
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _counts.OrderBy(one => one.Key.File, StringComparer.Ordinal).ThenBy(one => one.Key.Rule, StringComparer.Ordinal)
                        .Select(one => new RedactionCount(one.Key.File, one.Key.Rule, one.Value)),
                ];
            }
        }
    }

    /// <summary>What was left out, by file and reason.</summary>
    public IReadOnlyList<RedactionOmission> Omissions
    {
        get
        {
            lock (_gate)
            {
                return [.. _omissions.OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Reason, StringComparer.Ordinal)];
            }
        }
    }

    internal void Add(string file, string rule, long count = 1)
    {
        lock (_gate)
        {
            _counts.TryGetValue((file, rule), out var sum);
            _counts[(file, rule)] = sum + count;
        }
    }

    internal void Omit(string file, string reason)
    {
        lock (_gate)
        {
            _omissions.Add(new RedactionOmission(file, reason));
        }
    }

    /// <summary>Forgets the counts of a file that did not come through.</summary>
    internal void Forget(string file)
    {
        lock (_gate)
        {
            foreach (var key in _counts.Keys.Where(key => key.File == file).ToList())
            {
                _counts.Remove(key);
            }
        }
    }
}
