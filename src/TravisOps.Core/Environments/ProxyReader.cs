using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Hosts;

namespace TravisOps.Environments;

/// <summary>Reads the answer to the probe item <c>proxies</c>.</summary>
internal static class ProxyReader
{
    /// <summary>The settings in the order told, each once; null when the host was not asked or could not answer.</summary>
    public static IReadOnlyList<ProxySetting>? Parse(EvidenceItem? item)
    {
        if (item is null || item.Status != EvidenceStatus.Collected || item.ExitCode is not (null or 0))
        {
            return null;
        }

        return
        [
            .. TextLines.Of(item.Text)
                .Select(line => line.Split('\t'))
                .Where(fields => fields.Length == 4 && fields[0] == "proxy")
                .Select(fields => new ProxySetting { Source = fields[1], Name = fields[2], Value = Safe(fields[3]) })
                .Distinct(),
        ];
    }

    /// <summary>Files that the login may not read.</summary>
    public static IReadOnlyList<string> Denied(EvidenceItem? item) => item is null
        ? []
        : [.. TextLines.Of(item.Text).Where(line => line.StartsWith("denied\t", StringComparison.Ordinal)).Select(line => line.Substring(7))];

    // The host took it out. Recorded evidence may come from anywhere.
    private static string Safe(string value)
    {
        var at = value.LastIndexOf('@');
        if (at < 0 || value.Substring(0, at).EndsWith("***", StringComparison.Ordinal))
        {
            return value;
        }

        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? string.Empty : value.Substring(0, scheme + 3)) + "***" + value.Substring(at);
    }
}
