using System.Collections.Generic;

namespace TravisOps.Reports;

/// <summary>The questions of the operations manual's chapters "Write a support request", "What exactly is not running?", "GitHub Enterprise" and
/// "Your setup", with those that support's later checklist adds (facts 4): number of machines and the version of GitHub Enterprise.</summary>
public static class RequestQuestions
{
    /// <summary>What is not running.</summary>
    public static RequestQuestion NotRunning { get; } = new("NotRunning", "What exactly is not running?", "Which part does not work: is a build not picked up, or not enqueued after a push or a new pull request?", true);

    /// <summary>Unusual behaviour.</summary>
    public static RequestQuestion Unusual { get; } = new("Unusual", "What unusual behaviour is seen right now?", "What is seen that is not as usual, since when, and for whom?", true);

    /// <summary>Recent changes.</summary>
    public static RequestQuestion RecentChanges { get; } = new("RecentChanges", "What changed lately?", "Which software or hardware was changed or upgraded, here or around: networks, certificates, GitHub Enterprise?", true);

    /// <summary>Root access.</summary>
    public static RequestQuestion RootAccess { get; } = new("RootAccess", "Is there root access on all machines?", "Can you become root on the platform machine and on every worker machine?", false);

    /// <summary>Machines.</summary>
    public static RequestQuestion Machines { get; } = new("Machines", "Which machines are there?", "How many platform and worker machines, with which system and hardware?", false);

    /// <summary>Versions.</summary>
    public static RequestQuestion Versions { get; } = new("Versions", "Which versions run?", "Which versions of Travis CI Enterprise, Replicated, Docker and travis-worker?", false);

    /// <summary>Infrastructure as a service.</summary>
    public static RequestQuestion Iaas { get; } = new("Iaas", "Does it run on an IaaS?", "Amazon EC2, Azure, Google, DigitalOcean, OpenStack, VMware or another?", false);

    /// <summary>Configuration management.</summary>
    public static RequestQuestion ConfigurationManagement { get; } = new("ConfigurationManagement", "Is configuration management in use?", "Chef, Puppet, Salt, Ansible or another?", false);

    /// <summary>Interfaces.</summary>
    public static RequestQuestion Interfaces { get; } = new("Interfaces", "Which other services interface with Travis CI Enterprise?", "Proxies, load balancers, single sign-on, registries, notifications, monitoring?", false);

    /// <summary>GitHub.</summary>
    public static RequestQuestion GitHub { get; } = new("GitHub", "github.com or GitHub Enterprise?", "Which of them, which version, and was it updated lately?", false);

    /// <summary>Differences.</summary>
    public static RequestQuestion Differences { get; } = new("Differences", "What differs from the recommended set-up?", "What is different from the set-up that the documentation recommends?", false);

    /// <summary>All of them, in the order of the request.</summary>
    public static IReadOnlyList<RequestQuestion> All { get; } =
        [NotRunning, Unusual, RecentChanges, RootAccess, Machines, Versions, Iaas, ConfigurationManagement, Interfaces, GitHub, Differences];
}
