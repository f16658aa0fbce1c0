using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

internal sealed class LogDriverCheck() : Check(
    "Docker.LogDriver",
    "Where the output of containers goes, and whether it is bounded",
    "workers on Ubuntu 16.04 and later: journald; json-file with max-size",
    "The worker installers for 16.04 and later (daemon.json); json-file without max-size fills /var/lib/docker")
{
    private const string Bound =
        "Put \"log-opts\": {\"max-size\": \"50m\", \"max-file\": \"3\"} into /etc/docker/daemon.json, then sudo service docker restart when no build runs; containers take it when they are made anew";

    private protected override IEnumerable<Finding> Judge(HostEvidence host)
    {
        if (DockerEngineCheck.Fails(host))
        {
            yield return new Finding(CheckStatus.Skip, "Stands on Docker Engine, which did not answer: see Docker.Engine.");
            yield break;
        }

        if (Obstacle.In(host, PreflightItems.DockerInfo) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        var item = host.Find(PreflightItems.DockerInfo.Name)!;
        var settings = SettingsEvidence.Read(host);
        if ((DockerParser.Parse(item).LoggingDriver ?? settings.LogDriver) is not { } driver)
        {
            yield return Obstacle.Unreadable(item, "the logging driver");
            yield break;
        }

        var (status, message, remedy) = Rule(host, driver, settings);
        yield return new Finding(status, message)
        {
            Actual = driver + (settings.LogMaxSize is { } size ? $", max-size {size}" : string.Empty),
            Item = item,
            Line = $"Logging Driver: {driver}",
            Remedy = remedy,
        };
    }

    private static (CheckStatus Status, string Message, string? Remedy) Rule(HostEvidence host, string driver, EngineSettings settings)
    {
        var unbounded = Unbounded(host);
        if (unbounded is { Count: > 0 })
        {
            var names = string.Join(", ", unbounded.Take(5).Select(container => container.Name)) + (unbounded.Count > 5 ? " and others" : string.Empty);
            return (CheckStatus.Warn, $"The log of {names} grows in /var/lib/docker without end: json-file without max-size.", Remedy(unbounded, driver, settings, host));
        }

        // On a worker the default is what builds get; on the platform every container that stays is looked at by itself.
        var judged = host.Role == TravisRole.Platform && unbounded is not null;
        var installer = host.Role == TravisRole.Worker && Distribution.Of(host).Release?.Ubuntu >= Requirements.UbuntuWithWorkerImage
            ? " The worker's installer sets journald."
            : string.Empty;
        return driver switch
        {
            "none" => (CheckStatus.Warn, "The logging driver is none: docker logs shows nothing when it is needed.", "Set \"log-driver\" in /etc/docker/daemon.json to journald, or to json-file with max-size."),
            "journald" => (CheckStatus.Pass, "Containers log to the journal, which bounds itself.", null),
            "json-file" when judged => (CheckStatus.Pass, "The logs of the containers that stay are bounded.", null),
            "json-file" when settings.LogMaxSize is null && SettingsEvidence.Obstacle(host) is not null => (
                CheckStatus.Unknown, "Containers log to files; whether those are bounded is not known, because /etc/docker/daemon.json could not be read.", Obstacle.GiveRoot(host)),
            "json-file" when settings.LogMaxSize is null => (CheckStatus.Warn, $"Containers log to files that grow without end: json-file without max-size.{installer}", Pending(driver, settings) ?? Bound),
            "json-file" => (CheckStatus.Pass, $"Containers log to files of {settings.LogMaxSize} at the most.{installer}", null),
            _ => (CheckStatus.Pass, $"Containers log to {driver}.{installer}", null),
        };
    }

    // An engine whose driver is another one does not start with max-size among its log-opts ("unknown log opt 'max-size' for journald log driver"), and
    // needs none: containers take its driver when they are made anew, as they take a bound that was set after they were made.
    private static string Remedy(IReadOnlyList<DockerContainer> unbounded, string driver, EngineSettings settings, HostEvidence host)
    {
        if (Pending(driver, settings) is { } restart)
        {
            return restart + ". Containers that were made before: " + Anew(unbounded, host);
        }

        return driver == "json-file" && settings.LogMaxSize is null
            ? $"{Bound}: {Anew(unbounded, host)}"
            : $"They were made before the engine was set to {driver}{(driver == "json-file" ? $" of {settings.LogMaxSize} at the most" : string.Empty)}, or with a setting of their own. Make them anew when no build runs, so that they take it: {Anew(unbounded, host)}";
    }

    // What the engine is set to, where that is another driver than the one that it runs with: it counts from the engine's next start on.
    private static string? Pending(string driver, EngineSettings settings) => settings.LogDriver is { } set && set != driver
        ? $"The engine is set to {set} already and has not been started again since: sudo service docker restart when no build runs"
        : null;

    private static string Anew(IReadOnlyList<DockerContainer> containers, HostEvidence host)
    {
        List<string> steps = [];
        if (containers.Any(DockerNames.IsTeMain))
        {
            steps.Add("sudo /usr/local/bin/replicatedctl app stop --attach && sudo /usr/local/bin/replicatedctl app start --attach");
        }

        foreach (var service in (string[])["replicated", "replicated-ui", "replicated-operator"])
        {
            // The daemon makes the others of Replicated's.
            if (containers.Any(one => one.Name == service || (service == "replicated" && one.Name is not ("replicated-ui" or "replicated-operator") && DockerNames.IsReplicated(one))))
            {
                steps.Add($"sudo service {service} restart");
            }
        }

        if (containers.Any(one => one.Name == DockerNames.Worker))
        {
            steps.Add($"Restart-TravisWorker -ComputerName {host.ComputerName}");
        }

        var others = containers.Where(one => !DockerNames.IsTeMain(one) && !DockerNames.IsReplicated(one) && one.Name != DockerNames.Worker).Select(one => one.Name).ToList();
        if (others.Count > 0)
        {
            steps.Add($"for {string.Join(", ", others.Take(5))}{(others.Count > 5 ? " and others" : string.Empty)}: docker rm and docker run, as they were made");
        }

        return string.Join("; ", steps);
    }

    // Null when the containers' own settings are not known.
    private static List<DockerContainer>? Unbounded(HostEvidence host)
    {
        var (containers, failure) = ContainerEvidence.Read(host);
        var services = containers.All.Where(container => container.IsService && container.State == DockerContainerState.Running).ToList();
        return failure is not null || services.Any(container => container.LogDriver is null)
            ? null
            : services.FindAll(container => container is { LogDriver: "json-file", LogMaxSize: null });
    }
}
