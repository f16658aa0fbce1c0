using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

/// <summary>What the platform told about its broker and its queues (Remote/broker.sh).</summary>
internal sealed class BrokerFacts
{
    /// <summary>The RabbitMQ password; null when it was not found.</summary>
    public WorkerSecret? Password { get; private set; }

    /// <summary>Where it was found: <c>travis.yml</c> or <c>app-config</c>.</summary>
    public string? Source { get; private set; }

    /// <summary>Whether RabbitMQ itself takes that password; null when it was not asked or does not tell.</summary>
    public bool? Taken { get; private set; }

    /// <summary>The queues that jobs go to, from travis.yml.</summary>
    public List<string> Queues { get; } = [];

    /// <summary>The queue of jobs that ask for no distribution, where travis.yml names it.</summary>
    public string? DefaultQueue { get; private set; }

    /// <summary>The host of a broker that is not te-main's own, as with high availability (facts 10); null when it is, or is not known.</summary>
    public string? ExternalHost { get; private set; }

    /// <summary>travis.yml names te-main's own broker.</summary>
    public bool NamesOwn { get; private set; }

    /// <summary>travis.yml was read.</summary>
    public bool HasTravisYml { get; private set; }

    /// <summary>The platform's facts, or why they are not known, as the end of a sentence, and what to do.</summary>
    public static (BrokerFacts? Facts, string? Why, string? Remedy) Of(Fleet fleet)
    {
        if (fleet.Platform is not { } platform)
        {
            return (null, null, null);
        }

        if (platform.Failure is { } failure && platform.IsEmpty)
        {
            return (null, $"the platform {platform.ComputerName} could not be looked at: {failure.Message}", failure.Remedy);
        }

        var item = platform.Find(WorkerItems.Broker.Name);
        if (item?.Status != EvidenceStatus.Collected)
        {
            var obstacle = Obstacle.In(platform, WorkerItems.Broker);
            return (null, $"on the platform {platform.ComputerName}: {obstacle?.Message}", obstacle?.Remedy);
        }

        var facts = new BrokerFacts();
        var whole = false;
        foreach (var line in item.Text.Split('\n'))
        {
            var space = line.IndexOf(' ');
            var rest = space < 0 ? string.Empty : line.Substring(space + 1).Trim();
            switch (space < 0 ? line : line.Substring(0, space))
            {
                case "from":
                    facts.Source = rest;
                    facts.HasTravisYml |= rest == "travis.yml";
                    break;
                case "S":
                    facts.Password ??= WorkerSecret.Parse(rest);
                    break;
                case "broker":
                    facts.Taken = rest switch { "takes it" => true, "refuses it" => false, _ => null };
                    break;
                case "amqp" when rest.StartsWith("host ", StringComparison.Ordinal):
                    facts.NamesOwn = IsLoopback(rest.Substring(5));
                    facts.ExternalHost = facts.NamesOwn ? null : rest.Substring(5);
                    break;
                case "queue":
                    facts.Queues.Add(rest);
                    break;
                case "default":
                    facts.DefaultQueue = rest;
                    break;
                case "end":
                    whole = true;
                    break;
            }
        }

        return whole || facts.Password is not null
            ? (facts, null, null)
            : (null, $"on the platform {platform.ComputerName} Docker gave no answer{(Obstacle.FirstLine(item.ErrorText) is { } said ? $" ({said})" : string.Empty)}", "Test-TravisDocker -Role Platform");
    }

    // As broker.sh has it, by which the password is tried on te-main's own broker or not.
    private static bool IsLoopback(string host) => host is "127.0.0.1" or "localhost";

    /// <summary>Queues that a worker may take jobs from; empty when the platform tells of none.</summary>
    public IReadOnlyList<string> Known => DefaultQueue is null ? Queues : [.. Queues.Append(DefaultQueue).Distinct()];
}
