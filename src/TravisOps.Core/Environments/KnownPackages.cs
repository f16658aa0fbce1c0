using System.Collections.Generic;

namespace TravisOps.Environments;

/// <summary>The packages whose changes matter (facts 12).</summary>
internal static class KnownPackages
{
    /// <summary>As dpkg-query takes them.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [
        "docker*", "containerd*", "runc", "lxc*", "linux-image*", "travis-worker", "replicated*", "openssl", "libssl1*", "libssl3*", "ca-certificates",
        "openssh-server", "sudo", "apparmor", "iptables", "nftables", "systemd", "upstart", "unattended-upgrades", "cloud-init", "open-vm-tools",
        "chef", "cinc", "puppet*", "openvox-agent", "salt*", "venv-salt-minion", "ansible*", "cfengine*", "juju-core", "landscape-client", "amazon-ssm-agent",
        "chrony", "ntp", "ntpsec",
    ];

    /// <summary>The beginnings of their names as an expression that awk, grep -E and .NET read alike.</summary>
    public const string Expression =
        "docker|containerd|runc|lxc|linux-image|travis-worker|replicated|openssl|libssl|ca-certificates|openssh-server|sudo|apparmor|iptables|nftables|systemd|upstart"
        + "|unattended-upgrades|cloud-init|open-vm-tools|chef|cinc|puppet|openvox-agent|salt|venv-salt-minion|ansible|cfengine|juju-core|landscape-client|amazon-ssm-agent"
        + "|chrony|ntp";

    /// <summary>Docker Engine and what it stands on: an upgrade of these stops it (facts 7, 45).</summary>
    public static bool IsDocker(string package) =>
        package.StartsWith("docker", System.StringComparison.Ordinal) || package.StartsWith("containerd", System.StringComparison.Ordinal)
        || package.StartsWith("lxc-docker", System.StringComparison.Ordinal) || package == "runc";
}
