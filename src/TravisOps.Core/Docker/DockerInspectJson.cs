using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using TravisOps.Hosts;

namespace TravisOps.Docker;

/// <summary>Reads one object of <c>docker inspect</c>, or of the probe's shorter form of it, which has the same names.</summary>
internal static class DockerInspectJson
{
    /// <summary>The container; null when the object is not one.</summary>
    public static DockerContainer? Read(JsonElement inspect)
    {
        if (inspect.Text("Id") is not { } id || inspect.Get("State") is not { ValueKind: JsonValueKind.Object } state)
        {
            return null;
        }

        var host = inspect.Get("HostConfig");
        var log = host?.Get("LogConfig");
        var config = inspect.Get("Config");
        var ports = Ports(inspect.Get("NetworkSettings")?.Get("Ports"));
        var container = new DockerContainer
        {
            Id = id,
            Name = (inspect.Text("Name") ?? id.Substring(0, System.Math.Min(12, id.Length))).TrimStart('/'),
            Image = config?.Text("Image") ?? inspect.Text("Image") ?? string.Empty,
            HostName = config?.Text("Hostname"),
            State = State(state),
            ExitCode = Number(state.Get("ExitCode")),
            Error = state.Text("Error"),
            OutOfMemory = True(state.Get("OOMKilled")),
            Created = DockerTime.ReadInspect(inspect.Text("Created")),
            Started = DockerTime.ReadInspect(state.Text("StartedAt")),
            RestartCount = Number(inspect.Get("RestartCount")),
            RestartPolicy = host?.Get("RestartPolicy")?.Text("Name") ?? (host is null ? null : "no"),
            LogDriver = log?.Text("Type"),
            LogMaxSize = log?.Get("Config")?.Text("max-size"),
            NetworkMode = host?.Text("NetworkMode"),
            Ports = ports,
            ConfiguredPorts = host is null ? null : Ports(host.Value.Get("PortBindings")),
        };
        return container with { Line = Describe(container) };
    }

    private static DockerContainerState State(JsonElement state) => state switch
    {
        _ when state.Text("Status") == "dead" || True(state.Get("Dead")) => DockerContainerState.Dead,
        _ when True(state.Get("Restarting")) => DockerContainerState.Restarting,
        _ when True(state.Get("Paused")) => DockerContainerState.Paused,
        _ when True(state.Get("Running")) => DockerContainerState.Running,
        _ when state.Get("Running") is null => DockerContainerState.Unknown,
        _ when DockerTime.ReadInspect(state.Text("StartedAt")) is null => DockerContainerState.Created,
        _ => DockerContainerState.Exited,
    };

    // {"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"80"}],"22/tcp":null}
    private static List<DockerPort> Ports(JsonElement? map)
    {
        var ports = new List<DockerPort>();
        if (map is not { ValueKind: JsonValueKind.Object } all)
        {
            return ports;
        }

        foreach (var port in all.EnumerateObject())
        {
            var parts = port.Name.Split('/');
            if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            var protocol = parts.Length > 1 ? parts[1] : "tcp";
            if (port.Value.ValueKind != JsonValueKind.Array || port.Value.GetArrayLength() == 0)
            {
                ports.Add(new DockerPort(number, protocol, null, null));
                continue;
            }

            ports.AddRange(port.Value.EnumerateArray().Select(binding => new DockerPort(
                number,
                protocol,
                binding.Text("HostIp") ?? "0.0.0.0",
                int.TryParse(binding.Text("HostPort"), NumberStyles.None, CultureInfo.InvariantCulture, out var host) && host > 0 ? host : null)));
        }

        return [.. ports.OrderBy(port => port.ContainerPort).ThenBy(port => port.Protocol, System.StringComparer.Ordinal)];
    }

    // Never the object itself: .Config.Env of a real one holds passwords.
    private static string Describe(DockerContainer container)
    {
        var text = $"{container.Name} ({container.Image}): {container.State}";
        if (container.State is DockerContainerState.Exited or DockerContainerState.Restarting)
        {
            text += $" ({container.ExitCode})";
        }

        return container.Ports.Any(port => port.Published) ? text + ", " + string.Join(", ", container.Ports.Where(port => port.Published)) : text;
    }

    private static bool True(JsonElement? element) => element is { ValueKind: JsonValueKind.True };

    private static int? Number(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;
}
