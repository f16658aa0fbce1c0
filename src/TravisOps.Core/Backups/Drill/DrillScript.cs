using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>The text of <c>drill.sh</c>: variables and functions, without what calls them.</summary>
internal sealed class DrillScript
{
    /// <summary>Bytes of disk for each byte of a dump, which is compressed: text of logs shrinks to a tenth.</summary>
    private const int DumpSpaceFactor = 10;

    /// <summary>For recovery and for what a server writes when it starts.</summary>
    private const int SpareKilobytes = 192 * 1024;

    private readonly string _variables;

    private DrillScript(string variables) => _variables = variables;

    /// <summary>For a dump of pg_dump's custom format.</summary>
    /// <param name="major">Major version of the pg_dump; 0 when it is not known.</param>
    /// <param name="size">Bytes of the dump.</param>
    /// <param name="roles">The roles that it may grant things to; null when they are not known, and then nothing is granted.</param>
    public static DrillScript ForDump(int major, long size, IReadOnlyList<BackupRole>? roles) =>
        new(string.Format(CultureInfo.InvariantCulture, "MAJOR={0} NEED_KB={1} ROLES='{2}'", major, (size * DumpSpaceFactor / 1024) + SpareKilobytes, roles is null ? "-" : string.Join(" ", roles.Select(role => DatabaseRoles.Word(role.Name)))));

    /// <summary>For the files of a cluster, in a tar of more.</summary>
    public static DrillScript ForFiles(ClusterFacts facts) =>
        new(string.Format(CultureInfo.InvariantCulture, "MAJOR=0 NEED_KB={0} VERSION={1} CLUSTER='{2}'", (facts.Size / 1024) + SpareKilobytes, facts.Version, facts.Path));

    /// <summary>The text for one run.</summary>
    public string Text() => "N=" + Guid.NewGuid().ToString("N").Substring(0, 16) + " " + _variables + "\n" + Resource();

    private static string Resource()
    {
        using var stream = typeof(DrillScript).Assembly.GetManifestResourceStream("Backups/drill.sh")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
