using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace TravisOps.Bundles;

/// <summary>
/// What no bundle has that was written by this software, and what its readers count on: all that must be there is there, a host once, an answer once a host, counts that can be
/// added up. The serializer looks at none of it: a member that is never null in our code is null when a document says so.
/// </summary>
internal static class ForeignBundle
{
    private const long MostCount = 1L << 40;

    /// <summary>Looks at what was read.</summary>
    /// <exception cref="JsonException">It is not so.</exception>
    public static void Check(OpenedBundle bundle)
    {
        if (Members(bundle).Contains(null))
        {
            throw new JsonException("A part of it is missing or null that must not be.");
        }

        if (bundle.Evidence.GroupBy(host => host.ComputerName, StringComparer.Ordinal).Any(group => group.Count() > 1))
        {
            throw new JsonException("A host is in it twice.");
        }

        if (bundle.Evidence.Any(host => host.Items.GroupBy(item => item.Name, StringComparer.Ordinal).Any(group => group.Count() > 1)))
        {
            throw new JsonException("An answer of a host is in it twice.");
        }

        if (bundle.Redaction.Counts.Any(count => count.Count is < 0 or > MostCount) || bundle.Contract.Entries.Any(entry => entry.Files < 0 || entry.Bytes is < 0 or > MostCount))
        {
            throw new JsonException("It has counts that can't be.");
        }
    }

    private static IEnumerable<object?> Members(OpenedBundle bundle) =>
    [
        bundle.Manifest.Tool,
        bundle.Manifest.Installation,
        .. Each(bundle.Manifest.Sources, source => [source]),
        .. Each(bundle.Manifest.Files, file => [file.Path, file.Sha256]),
        .. Each(bundle.Contract.Entries, entry => [entry.ComputerName, entry.Source, entry.Title]),
        .. Each(bundle.Redaction.KnownFrom, from => [from]),
        .. Each(bundle.Redaction.Counts, count => [count.File, count.Rule]),
        .. Each(bundle.Redaction.LeftOut, omission => [omission.File, omission.Reason]),
        .. Each(bundle.Results.Checks, check => [check.Id, check.Area, check.ComputerName, check.Message]),
        .. Each(bundle.Results.Ports, port => [port.Id, port.Area, port.ComputerName, port.Message, port.Source, port.Service, port.Detail]),
    ];

    private static IEnumerable<object?> Each<T>(IEnumerable<T>? list, Func<T, object?[]> members) => list is null ? [null] : list.SelectMany(one => one is null ? [null] : members(one));
}
