using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Ssh;

namespace TravisOps.Archives;

/// <summary>Names of entries, which come from whoever made the archive.</summary>
internal sealed class ArchivePaths
{
    private readonly ArchiveLimits _limits;
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    public ArchivePaths(ArchiveLimits limits) => _limits = limits;

    /// <summary>The path of a file that stays within the folder, on every system; each once.</summary>
    /// <exception cref="ArchiveException">It does not, or was there already.</exception>
    public string Take(string name)
    {
        var path = Check(name, _limits);
        if (!_seen.Add(path))
        {
            throw new ArchiveException($"Two entries have the name {Shown(path)}.");
        }

        if (_seen.Count > _limits.Entries)
        {
            throw new ArchiveException($"It has more than {_limits.Entries} entries.");
        }

        return path;
    }

    /// <summary>The path, if it is a good one.</summary>
    public static string Check(string name, ArchiveLimits limits)
    {
        if (name.StartsWith("./", StringComparison.Ordinal))
        {
            name = name.Substring(2);
        }

        string? wrong = null;
        if (name.Length == 0 || name.Length > limits.PathLength)
        {
            wrong = "is empty or too long";
        }
        else if (name[0] is '/' or '\\' || name.IndexOf('\\') >= 0 || name.IndexOf(':') >= 0)
        {
            wrong = "is absolute or for another system";
        }
        else if (name.Any(char.IsControl))
        {
            wrong = "has control characters in it";
        }
        else
        {
            var parts = name.Split('/');
            wrong = parts.Length > limits.PathDepth ? "is too deep"
                : parts.Any(part => part is "" or "." or ".." || part[part.Length - 1] is '.' or ' ') ? "leads elsewhere or means another on Windows"
                : null;
        }

        return wrong is null ? name : throw new ArchiveException($"The name {Shown(name)} {wrong}.");
    }

    /// <summary>The name as it can be shown. A long one ends after a whole folder: half a name could be half a secret, which nothing recognises.</summary>
    public static string Shown(string name)
    {
        const int Most = 80;
        var whole = name.Length <= Most;
        return $"'{PlainText.Harmless(whole ? name : name.Substring(0, name.LastIndexOf('/', Most) + 1))}{(whole ? string.Empty : "…")}'";
    }
}
