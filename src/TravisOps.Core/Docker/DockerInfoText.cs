using System;
using System.Globalization;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>Reads the text of <c>docker info</c>: flat until 18.06, in sections Client and Server from 18.09 on, with one more space in front.</summary>
internal static class DockerInfoText
{
    /// <summary>What the text tells.</summary>
    public static DockerFacts Read(string text) => new()
    {
        Server = DockerVersion.Parse(Value(text, "Server Version")),
        StorageDriver = Value(text, "Storage Driver"),
        DataLoopFile = Value(text, "Data loop file"),
        RootDirectory = Value(text, "Docker Root Dir"),
        LoggingDriver = Value(text, "Logging Driver"),
        CgroupDriver = Value(text, "Cgroup Driver"),
        Cpus = int.TryParse(Value(text, "CPUs"), NumberStyles.None, CultureInfo.InvariantCulture, out var cpus) ? cpus : null,
    };

    private static string? Value(string text, string name)
    {
        foreach (var raw in TextLines.Of(text))
        {
            var line = raw.Trim();
            if (line.Length > name.Length + 1 && line[name.Length] == ':' && line.StartsWith(name, StringComparison.Ordinal))
            {
                var value = line.Substring(name.Length + 1).Trim();
                return value.Length == 0 ? null : value;
            }
        }

        return null;
    }
}
