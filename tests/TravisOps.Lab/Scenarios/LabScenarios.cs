using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Lab;

/// <summary>Every scenario that the lab knows.</summary>
public static class LabScenarios
{
    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<LabScenario> All { get; } =
    [
        new("healthy", "platform", "Everything as it should be: a platform, 14.04-style and 16.04-style workers."),
        new("faulty", "platform", "Several faults at once, so that a check run shows passes, warnings, failures and hosts it could not look at.")
        {
            Parts = ["disk-full@platform", "preflight-warns@platform", "little-memory@worker-1", "old-kernel@worker-1", "docker-stopped@worker-2", "sshd-stopped@worker-3"],
        },

        // Replicated
        new("replicatedctl-missing", "platform", "The replicatedctl wrapper is not on the host, as after an update from before 2.9.0; the container has the command."),
        new("replicatedctl-old", "platform", "replicatedctl knows no -o: usage on standard error and exit code 1. Text works."),
        new("replicatedctl-text-only", "platform", "replicatedctl accepts -o json and prints text all the same."),
        new("replicated-stopped", "platform", "The replicated container has exited."),
        new("replicated-absent", "platform", "There is no container of Replicated at all; te-main runs."),
        new("preflight-fails", "platform", "Replicated's own preflight has errors and a warning; its exit code is 1."),
        new("preflight-warns", "platform", "Replicated's own preflight has one warning."),
        new("preflight-json-upper", "platform", "Replicated's preflight JSON has other key names and severities in capitals (OK, WARN, ERROR)."),
        new("app-stopped", "platform", "Replicated says that the application is stopped."),
        new("app-stop-hangs", "platform", "replicatedctl app stop never ends; the application stays in transition."),
        new("app-start-fails", "platform", "replicatedctl app start fails: the container does not become ready in time."),
        new("app-start-fails-once", "platform", "The first replicatedctl app start fails, the next one works."),
        new("app-starting", "platform", "Replicated says that the application is still starting."),

        // The machine
        new("disk-full", "platform", "The disk with / and /var/lib/docker is 92 % used (of 64 GiB)."),
        new("small-disk", "worker-1", "The disk has 30 GiB where 40 GB are required."),
        new("little-memory", "worker-1", "7.6 GiB of memory."),
        new("twelve-gigabytes", "worker-1", "13 GiB of memory: less than the manual asks for, enough to run."),
        new("few-cpus", "worker-1", "4 CPUs where 8 are required."),
        new("old-kernel", "worker-1", "Kernel 3.13, Ubuntu 14.04's own: older than the manual's 3.18, and it works."),
        new("ancient-kernel", "worker-1", "Kernel 3.8: Docker does not support it."),
        new("high-load", "worker-1", "A load of 57 on 8 CPUs."),
        new("old-os", "worker-1", "Ubuntu 12.04."),
        new("clock-skew", "worker-1", "The clock is five minutes ahead."),

        // Docker
        new("docker-stopped", "worker-2", "The Docker Engine is stopped."),
        new("docker-missing", "worker-2", "Docker is not installed."),
        new("docker-hangs", "worker-2", "The Docker Engine accepts connections and never answers."),
        new("docker-upgraded", "worker-2", "The Docker Engine is stopped, an hour after the daily upgrade changed its packages."),
        new("docker-tcp-open", "worker-1", "The Docker Engine takes commands on TCP port 4243 of every address, from anybody."),
        new("restart-loop", "platform", "A container of Replicated ends at once, again and again."),
        new("te-main-stopped", "platform", "te-main has exited."),
        new("te-main-absent", "platform", "There is no te-main container at all."),
        new("te-main-twice", "platform", "A second, newer te-main runs beside the first, on another port."),
        new("rabbitmq-cert-directory", "platform", "te-main does not start: rabbitmq.cert is a directory, as after updating Replicated from 2.8.0."),
        new("binding-missing", "platform", "te-main does not publish port 4567."),
        new("binding-moved", "platform", "te-main has port 443 on port 8443 of the host."),
        new("binding-restricted", "platform", "te-main has port 443 on one address of the host, and port 4567 on 127.0.0.1."),
        new("binding-unexpected", "platform", "te-main also publishes RabbitMQ's management port, 15672."),

        // Workers: settings and service
        new("build-endpoint-commented", "worker-1", "TRAVIS_ENTERPRISE_BUILD_ENDPOINT is commented out; on an image worker BUILD_API_URI lacks __build__."),
        new("wrong-token", "worker-1", "The security token is not the platform's RabbitMQ password."),
        new("token-breaks-uri", "worker-1", "The security token has characters that mean something else in AMQP_URI."),
        new("wrong-host", "worker-1", "The settings have another host for the platform."),
        new("host-commented", "worker-1", "TRAVIS_ENTERPRISE_HOST is commented out, as it is shipped."),
        new("token-commented", "worker-1", "TRAVIS_ENTERPRISE_SECURITY_TOKEN is commented out, as it is shipped."),
        new("settings-forms", "worker-1", "The settings have duplicates, single quotes, comments behind them and two exports on a line, and are right all the same."),
        new("host-unresolved", "worker-1", "The platform's public name can't be resolved there."),
        new("wrong-queue", "worker-1", "QUEUE_NAME is builds.linux, as before 2.2."),
        new("pool-too-big", "worker-1", "Six builds at once, of two CPUs each, on eight CPUs."),
        new("literal-variable", "worker-2", "BUILD_API_URI has ${...} in it, which docker --env-file does not fill in."),
        new("odd-worker", "worker-1", "One setting that the other workers don't have."),
        new("worker-stopped", "worker-1", "The service travis-worker is stopped."),
        new("settings-not-read", "worker-1", "The settings were changed after the worker was started."),
        new("troubled-log", "worker-1", "The log of travis-worker has known issues: Docker's versions, AMQP refused and lost, CPUs, images, build scripts."),

        // SSH, log-in and sudo
        new("sshd-stopped", "worker-1", "sshd is stopped: connections are refused."),
        new("host-silent", "worker-1", "A firewall drops every packet: no answer at all."),
        new("sshd-mute", "worker-1", "Port 22 accepts connections and never says a word."),
        new("login-noise", "worker-1", "Log-in scripts print text, on standard output too and without an end of line, even without a terminal."),
        new("german-locale", "worker-1", "LANG and LC_ALL are de_DE.UTF-8 for every session."),
        new("usr-local-off-path", "platform", "/usr/local/bin is neither on the PATH of SSH sessions nor in sudo's secure_path."),
        new("sudo-password", "worker-1", "sudo asks ops for a password."),
        new("no-sudo", "worker-1", "ops may not use sudo at all."),
        new("no-sudo-binary", "worker-1", "sudo is not installed."),
        new("requiretty", "worker-1", "sudo refuses to run without a terminal."),
        new("expired-password", "worker-1", "The password of ops has expired, so that a command without a terminal is refused after log-in."),
        new("max-sessions-1", "worker-1", "sshd allows one session a connection."),
        new("slow-shell", "worker-1", "The shell start-up files of root and ops take two seconds."),
        new("unknown-host-key", "worker-1", "The host is not in known_hosts.") { KnownHosts = KnownHostsFault.Missing },
        new("changed-host-key", "worker-1", "known_hosts has another key for the host.") { KnownHosts = KnownHostsFault.Changed },
        new("revoked-host-key", "worker-1", "known_hosts marks the host's keys as revoked.") { KnownHosts = KnownHostsFault.Revoked },
    ];

    /// <summary>Finds a scenario by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static LabScenario Find(string name) =>
        All.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException($"There is no scenario '{name}'. Known: {string.Join(", ", All.Select(s => s.Name))}.");
}
