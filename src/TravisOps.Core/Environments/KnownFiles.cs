using System.Collections.Generic;

namespace TravisOps.Environments;

/// <summary>The files whose changes matter (facts 12).</summary>
internal static class KnownFiles
{
    /// <summary>Files that hold no secret by their nature. The host looks once more before it hashes one.</summary>
    public static IReadOnlyList<string> Plain { get; } =
    [
        "/etc/docker/daemon.json", "/etc/default/docker", "/etc/init/docker.conf", "/lib/systemd/system/docker.service", "/etc/systemd/system/docker.service",
        "/etc/systemd/system/docker.service.d/*.conf", "/etc/init/travis-worker.conf", "/etc/systemd/system/travis-worker.service",
        "/etc/systemd/system/travis-worker.service.d/*.conf", "/usr/local/bin/travis-worker-wrapper", "/usr/local/bin/travis-combined-env",
        "/etc/replicated.alias", "/usr/local/bin/replicated", "/usr/local/bin/replicatedctl", "/etc/init/replicated*.conf", "/etc/systemd/system/replicated*.service",
        "/etc/travis/ssl/*.crt", "/etc/travis/ssl/*.cert", "/etc/ssl/certs/ca-certificates.crt", "/usr/local/share/ca-certificates/*.crt",
        "/etc/apt/sources.list", "/etc/apt/sources.list.d/*", "/etc/apt/preferences", "/etc/apt/preferences.d/*", "/etc/apt/apt.conf.d/*",
        "/etc/hosts", "/etc/resolv.conf", "/etc/fstab", "/etc/sysctl.conf", "/etc/sysctl.d/*.conf", "/etc/security/limits.conf", "/etc/timezone",
        "/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d/*.conf", "/etc/sudoers", "/etc/sudoers.d/*", "/etc/ufw/user.rules", "/etc/iptables/rules.v4",
        "/etc/nftables.conf",
    ];

    /// <summary>Files with a token, a password or a key in them: of these only the time, owner and mode are told.</summary>
    public static IReadOnlyList<string> Secret { get; } =
    [
        "/etc/default/travis-enterprise", "/etc/default/travis-worker", "/etc/default/travis-worker-chef", "/etc/default/travis-worker-cloud-init",
        "/etc/default/travis-worker-local", "/etc/replicated.conf", "/etc/default/replicated", "/etc/default/replicated-operator", "/etc/travis/ssl/*.key",
        "/etc/environment", "/etc/apt/apt.conf", "/root/.docker/config.json", "/etc/crontab", "/etc/cron.d/*",
    ];
}
