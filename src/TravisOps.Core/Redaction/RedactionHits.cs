using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>Puts hits in order.</summary>
internal static class RedactionHits
{
    /// <summary>In order of place and without overlaps: what overlaps becomes one, under the name of the longest, the earlier found one first.</summary>
    /// <remarks>What a pattern finds counts under its rule, known or not: whether it was known by then depends on which file came first.</remarks>
    public static List<RedactionHit> Merge(List<RedactionHit> hits)
    {
        if (hits.Count < 2)
        {
            return hits;
        }

        // A stable order: of two of the same place the one that was found first.
        var ordered = new (RedactionHit Hit, int Order)[hits.Count];
        for (var i = 0; i < ordered.Length; i++)
        {
            ordered[i] = (hits[i], i);
        }

        Array.Sort(ordered, (a, b) =>
        {
            var by = a.Hit.Start.CompareTo(b.Hit.Start);
            by = by != 0 ? by : b.Hit.End.CompareTo(a.Hit.End);
            return by != 0 ? by : a.Order.CompareTo(b.Order);
        });

        var merged = new List<RedactionHit>(ordered.Length);
        var longest = 0;
        foreach (var (hit, _) in ordered)
        {
            var last = merged.Count - 1;
            var length = hit.End - hit.Start;
            if (last < 0 || hit.Start >= merged[last].End)
            {
                // Pieces of one long secret stand side by side under one name.
                if (last >= 0 && hit.Start == merged[last].End && hit.Pseudonym is not null && ReferenceEquals(hit.Pseudonym, merged[last].Pseudonym))
                {
                    merged[last] = merged[last] with { End = hit.End };
                    continue;
                }

                merged.Add(hit);
                longest = length;
                continue;
            }

            var end = Math.Max(merged[last].End, hit.End);
            if (length > longest)
            {
                merged[last] = hit with { Start = merged[last].Start, End = end };
                longest = length;
            }
            else
            {
                var isSame = hit.Start == merged[last].Start && hit.End == merged[last].End && hit.Value is not null && merged[last].Rule == RedactionRules.Known;
                merged[last] = merged[last] with { End = end, Rule = isSame ? hit.Rule : merged[last].Rule };
            }
        }

        return merged;
    }
}
