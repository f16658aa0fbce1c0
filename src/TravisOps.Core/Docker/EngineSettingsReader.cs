using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>Reads what Docker Engine was told: the arguments that it runs with, DOCKER_OPTS in /etc/default/docker where those are not
/// known, and /etc/docker/daemon.json.</summary>
public static class EngineSettingsReader
{
    private const string DaemonJson = "/etc/docker/daemon.json";
    private const string DefaultDocker = "/etc/default/docker";

    private static readonly Regex DockerOpts = new("^\\s*(?:export\\s+)?DOCKER_OPTS=(?:\"(?<value>[^\"]*)\"|'(?<value>[^']*)'|(?<value>\\S*))", RegexOptions.CultureInvariant);

    /// <summary>The settings. Each text is null when it is not there or could not be read.</summary>
    /// <param name="arguments">One argument a line.</param>
    /// <param name="defaultDocker">The text of /etc/default/docker.</param>
    /// <param name="daemonJson">The text of /etc/docker/daemon.json.</param>
    public static EngineSettings Read(string? arguments, string? defaultDocker, string? daemonJson)
    {
        var running = arguments is null ? null : EngineFlags.Read([.. TextLines.Of(arguments).Select(line => line.Trim()).Where(line => line.Length > 0)]);
        var options = defaultDocker is null ? null : EngineFlags.Read(Words(defaultDocker));
        var flags = running ?? options ?? EngineFlags.Read([]);
        var source = running is null ? DefaultDocker : "the flags that it runs with";

        var (problem, json) = Parse(daemonJson);
        using var document = json;
        var file = json?.RootElement ?? default;
        var log = file.Get("log-opts");
        return new EngineSettings
        {
            Hosts = [.. flags.All("hosts").Select(host => new EngineHost(host, source)), .. Strings(file.Get("hosts")).Select(host => new EngineHost(host, DaemonJson))],
            TlsVerify = (flags.Switch("tlsverify") ?? file.Get("tlsverify")?.ValueKind == JsonValueKind.True),
            InterContainer = flags.Switch("icc") ?? Bool(file.Get("icc")),
            LogDriver = flags.Last("log-driver") ?? file.Text("log-driver"),
            LogMaxSize = MaxSize(flags.All("log-opts")) ?? log?.Text("max-size"),
            DaemonJsonProblem = problem,
            Conflicts = file.ValueKind == JsonValueKind.Object ? [.. flags.Keys.Where(key => file.Get(key) is not null)] : [],
        };
    }

    /// <summary>The arguments of the last line that sets DOCKER_OPTS, as upstart's job takes them.</summary>
    private static string[] Words(string text)
    {
        string[] words = [];
        foreach (var line in TextLines.Of(text))
        {
            if (DockerOpts.Match(line) is { Success: true } match)
            {
                words = match.Groups["value"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            }
        }

        return words;
    }

    private static (string? Problem, JsonDocument? Json) Parse(string? text)
    {
        // An empty file is one that Docker takes.
        if (text is null || text.Trim().Length == 0)
        {
            return (null, null);
        }

        try
        {
            var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? (null, json) : ("it is not an object in braces", json);
        }
        catch (JsonException exception)
        {
            return ($"it is no JSON from line {(exception.LineNumber ?? 0) + 1} on", null);
        }
    }

    private static List<string> Strings(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!).ToList()
            : [];

    private static string? MaxSize(IReadOnlyList<string> options)
    {
        const string Name = "max-size=";
        return options.LastOrDefault(option => option.StartsWith(Name, StringComparison.Ordinal)) is { Length: > 9 } option ? option.Substring(Name.Length) : null;
    }

    private static bool? Bool(JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
