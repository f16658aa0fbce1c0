using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using TravisOps.Docker;

namespace TravisOps.Core.Tests.Checks;

/// <summary>A container as a test wants it.</summary>
internal sealed record Container(string Name, string Image)
{
    public string State { get; init; } = "running";
    public string? Error { get; init; }
    public int ExitCode { get; init; }
    public bool OutOfMemory { get; init; }
    public int RestartCount { get; init; }
    public DateTime Created { get; init; } = Sample.CollectedAt.AddDays(-2);
    public DateTime Started { get; init; } = Sample.CollectedAt.AddDays(-2);
    public string Policy { get; init; } = "always";
    public string? MaxSize { get; init; } = "50m";
    public string Network { get; init; } = "default";

    /// <summary>Container port and protocol, address, host port.</summary>
    public (string Port, string Address, int Host)[] Bindings { get; init; } = [];
}

/// <summary>Writes containers as the probe item docker.containers brings them.</summary>
internal static class ContainerText
{
    public static (string, string, int)[] ManualBindings =>
        [("80/tcp", "0.0.0.0", 80), ("443/tcp", "0.0.0.0", 443), ("4567/tcp", "0.0.0.0", 4567), ("5672/tcp", "0.0.0.0", 5672), ("22/tcp", "0.0.0.0", 32770)];

    public static Container TeMain(string name = "focused_yalow") => new(name, "10.0.0.5:9874/quay.io-travisci-te-main:4be2c83") { Bindings = ManualBindings };

    public static Container Replicated() => new("replicated", "quay.io/replicated/replicated:2.34.1") { Bindings = [("9874/tcp", "0.0.0.0", 9874)] };

    public static Container Worker() => new("travis-worker", "travisci/worker:v6.2.2") { Policy = "no" };

    public static string Of(params Container[] containers) =>
        DockerContainersParser.PsMark + "\n" + string.Concat(containers.Select(Row)) + DockerContainersParser.InspectMark + "\n" + string.Concat(containers.Select(one => Inspect(one) + "\n"));

    /// <summary>Without docker inspect, as after its failure.</summary>
    public static string PsOnly(params Container[] containers) => DockerContainersParser.PsMark + "\n" + string.Concat(containers.Select(Row));

    private static string Id(Container container) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(container.Name)));

    private static string Row(Container container)
    {
        var running = container.State is "running" or "paused";
        var status = container.State switch
        {
            "running" => "Up 2 days",
            "paused" => "Up 2 days (Paused)",
            "restarting" => $"Restarting ({container.ExitCode}) 5 seconds ago",
            "created" => "Created",
            "dead" => "Dead",
            _ => $"Exited ({container.ExitCode}) 3 hours ago",
        };
        var ports = running ? string.Join(", ", container.Bindings.Select(one => $"{Bracket(one.Address)}:{one.Host}->{one.Port}")) : string.Empty;
        return $"{Id(container)}\t{container.Image}\t{container.Created:yyyy-MM-dd HH:mm:ss} +0000 UTC\t{status}\t{ports}\t{container.Name}\n";
    }

    private static string Bracket(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;

    private static string Inspect(Container container)
    {
        var bindings = container.Bindings.GroupBy(one => one.Port).ToDictionary(
            group => group.Key,
            group => group.Select(one => new Dictionary<string, string> { ["HostIp"] = one.Address, ["HostPort"] = one.Host == 0 ? string.Empty : $"{one.Host}" }).ToArray());
        return JsonSerializer.Serialize(new
        {
            Id = Id(container),
            Name = "/" + container.Name,
            Created = container.Created.ToString("yyyy-MM-ddTHH:mm:ss.123456789Z", System.Globalization.CultureInfo.InvariantCulture),
            container.RestartCount,
            State = new
            {
                Running = container.State is "running" or "paused" or "restarting",
                Paused = container.State == "paused",
                Restarting = container.State == "restarting",
                OOMKilled = container.OutOfMemory,
                container.ExitCode,
                Error = container.Error ?? string.Empty,
                StartedAt = container.State == "created" ? "0001-01-01T00:00:00Z" : container.Started.ToString("yyyy-MM-ddTHH:mm:ss.1Z", System.Globalization.CultureInfo.InvariantCulture),
            },
            Config = new { container.Image, Hostname = container.Name == "unnamed" ? "te-main" : "0123456789ab" },
            HostConfig = new
            {
                NetworkMode = container.Network,
                RestartPolicy = new { Name = container.Policy, MaximumRetryCount = 0 },
                LogConfig = new { Type = "json-file", Config = new Dictionary<string, string> { ["max-size"] = container.MaxSize ?? string.Empty } },
                PortBindings = bindings,
            },
            NetworkSettings = new { Ports = container.State is "running" or "paused" ? bindings : [] },
        });
    }
}
