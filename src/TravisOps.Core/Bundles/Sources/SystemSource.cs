using System;
using System.Collections.Generic;
using TravisOps.Probing;

namespace TravisOps.Bundles.Sources;

/// <summary>The machine at large: what support looks at when the rest is in order.</summary>
internal sealed class SystemSource : BundleSource
{
    private static readonly IReadOnlyList<ProbeItem> s_items =
    [
        Command("bundle.system.uname", "exec uname -a"),
        Command("bundle.system.uptime", "exec uptime"),
        Command("bundle.system.df", "df -P -k; exec df -P -i"),
        Command("bundle.system.mounts", "exec cat /proc/mounts"),
        Command("bundle.system.processes", "exec ps axo user,pid,ppid,pcpu,pmem,rss,stat,lstart,args", 1024 * 1024),
        Command("bundle.system.addresses", "PATH=$PATH:/sbin:/usr/sbin; ip addr; exec ip route"),
        Command("bundle.system.kernel-log", "dmesg | tail -n 500", 256 * 1024),
        Command("bundle.system.reboots", "last -x -n 50 reboot shutdown runlevel; cat /var/run/reboot-required /var/run/reboot-required.pkgs 2>/dev/null; exit 0"),
        Command("bundle.system.packages", "dpkg-query -W -f '${Package} ${Version} ${Status}\\n' 'docker*' 'containerd*' 'lxc*' 'linux-image*' 'travis*' 'replicated*' openssl ca-certificates 2>/dev/null; exit 0"),
        Command("bundle.system.time", "date -u; date; cat /etc/timezone 2>/dev/null; ntpq -pn 2>/dev/null; exit 0"),
        Command("bundle.system.limits", "ulimit -a; cat /proc/sys/kernel/keys/maxkeys /proc/sys/fs/file-nr; exit 0"),
    ];

    public override string Name => "system";

    public override string Title => "System: processes, disks, addresses, kernel log, packages";

    public override IReadOnlyList<ProbeItem> Items(BundleHost host) => s_items;

    private static ProbeItem Command(string name, string text, int maxBytes = 64 * 1024) => new()
    {
        Name = name,
        Kind = ProbeItemKind.Command,
        Source = text,
        MaxBytes = maxBytes,
        LongOutput = maxBytes > 64 * 1024,
        TimeLimit = TimeSpan.FromSeconds(5),
    };
}
