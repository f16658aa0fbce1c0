using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>One file that matters: when it was changed, whose it is, and a hash when nothing in it looks like a secret.</summary>
/// <param name="Path">Where.</param>
/// <param name="Modified">Time of the last change of its content, UTC.</param>
/// <param name="Mode">Permissions, such as <c>644</c>.</param>
/// <param name="Owner">User and group.</param>
/// <param name="Sha256">SHA-256 in hexadecimal; null for a file that may hold a secret.</param>
internal sealed record FileFacts(string Path, DateTime Modified, string Mode, string Owner, string? Sha256)
{
    /// <summary>The files by path; null when the host was not asked or could not answer.</summary>
    public static IReadOnlyList<FileFacts>? Parse(EvidenceItem? item)
    {
        if (item is null || item.Status != EvidenceStatus.Collected || item.ExitCode is not (null or 0))
        {
            return null;
        }

        var files = new SortedDictionary<string, FileFacts>(StringComparer.Ordinal);
        foreach (var line in TextLines.Of(item.Text))
        {
            var words = line.Split([' '], 5);
            if (words.Length == 5 && words[0] == "file" && UnixTime.Parse(words[1]) is { } time)
            {
                files[words[4]] = new FileFacts(words[4], time, words[2], words[3], null);
            }
            else if (words.Length >= 4 && words[0] == "hash" && words[1].Length == 64 && words[1].All(Uri.IsHexDigit))
            {
                // sha256sum puts two spaces, or a space and a star, before the name.
                var path = line.Substring("hash ".Length + 64 + 2);
                if (files.TryGetValue(path, out var file))
                {
                    files[path] = file with { Sha256 = words[1] };
                }
            }
        }

        return [.. files.Values];
    }
}
