using System;
using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>The installed packages that matter, from dpkg.</summary>
internal sealed class PackageList
{
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);

    private PackageList()
    {
    }

    /// <summary>Name and version, sorted by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => new SortedDictionary<string, string>(_versions, StringComparer.Ordinal);

    /// <summary>The installed version; null when the package is not installed.</summary>
    public string? Version(string package) => _versions.TryGetValue(package, out var version) ? version : null;

    /// <summary>Null when the host was not asked or has no dpkg.</summary>
    public static PackageList? Parse(EvidenceItem? item)
    {
        if (item is not { Ok: true })
        {
            return null;
        }

        var list = new PackageList();
        foreach (var line in TextLines.Of(item.Text))
        {
            // "docker-ce 5:19.03.3~3-0~ubuntu-xenial hold ok installed"; one that was removed keeps its configuration and has "config-files".
            var words = line.Split(' ');
            if (words.Length == 5 && words[4] == "installed")
            {
                list._versions[words[0]] = words[1];
            }
        }

        return list;
    }
}
