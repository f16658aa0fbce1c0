using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Docker;

/// <summary>Flags of dockerd that this module looks at, from a list of arguments.</summary>
internal sealed class EngineFlags
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["-H"] = "hosts",
        ["--host"] = "hosts",
        ["--tlsverify"] = "tlsverify",
        ["--icc"] = "icc",
        ["--log-driver"] = "log-driver",
        ["--log-opt"] = "log-opts",
        ["-s"] = "storage-driver",
        ["--storage-driver"] = "storage-driver",
        ["-g"] = "data-root",
        ["--graph"] = "data-root",
        ["--data-root"] = "data-root",
    };

    private readonly List<KeyValuePair<string, string>> _flags = [];

    private EngineFlags()
    {
    }

    /// <summary>The flags by the names that they have in daemon.json.</summary>
    public IEnumerable<string> Keys => _flags.Select(flag => flag.Key).Distinct();

    /// <summary>Reads the arguments.</summary>
    public static EngineFlags Read(IReadOnlyList<string> arguments)
    {
        var flags = new EngineFlags();
        for (var i = 0; i < arguments.Count; i++)
        {
            var equals = arguments[i].IndexOf('=');
            var name = equals < 0 ? arguments[i] : arguments[i].Substring(0, equals);
            var inline = equals < 0 ? null : arguments[i].Substring(equals + 1);

            // -Htcp://… is one word too.
            if (name.Length > 2 && name.StartsWith("-H", StringComparison.Ordinal))
            {
                inline = arguments[i].Substring(2);
                name = "-H";
            }

            if (!Names.TryGetValue(name, out var key))
            {
                continue;
            }

            var isSwitch = key is "tlsverify" or "icc";
            var value = inline ?? (isSwitch ? "true" : i + 1 < arguments.Count ? arguments[++i] : string.Empty);
            flags._flags.Add(new KeyValuePair<string, string>(key, value));
        }

        return flags;
    }

    /// <summary>Every value of a flag that may stand there several times.</summary>
    public IReadOnlyList<string> All(string key) => [.. _flags.Where(flag => flag.Key == key).Select(flag => flag.Value)];

    /// <summary>The last value of a flag; null when it is not there.</summary>
    public string? Last(string key) => All(key) is { Count: > 0 } values ? values[values.Count - 1] : null;

    /// <summary>A switch; null when it is not there.</summary>
    public bool? Switch(string key) => Last(key) is { } value ? value is not ("false" or "0") : null;
}
