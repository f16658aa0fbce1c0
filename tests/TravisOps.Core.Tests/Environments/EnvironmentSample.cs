using System;
using TravisOps.Core.Tests.Checks;
using TravisOps.Environments;
using TravisOps.Evidence;
using TravisOps.Probing;

namespace TravisOps.Core.Tests.Environments;

/// <summary>A healthy host of <see cref="Sample"/> that also answers what Get-TravisEnvironment asks.</summary>
internal static class EnvironmentSample
{
    public static readonly DateTime Now = Sample.CollectedAt;

    public static readonly ProbeItem Clock = EnvironmentItems.Clock(Now);

    public static readonly ProbeItem History = EnvironmentItems.History(Now.AddDays(-30));

    /// <summary>What zdump of a Berlin machine says of 2017.</summary>
    public const string Berlin = """
        now 1508919300 +0200 CEST
        zone Europe/Berlin
        shift 3600 Sun Mar 26 00:59:59 2017 UT
        shift 7200 Sun Mar 26 01:00:00 2017 UTC
        shift 7200 Sun Oct 29 00:59:59 2017 UT
        shift 3600 Sun Oct 29 01:00:00 2017 UT
        service ntpd
        timedatectl NTP synchronized: yes
        """;

    public static Sample WithEnvironment(this Sample sample) => sample
        .WithDocker()
        .With(EnvironmentItems.Machine, "arch x86_64\ncpu Intel(R)  Xeon(R) CPU E5-2666 v3 @ 2.90GHz\nhypervisor yes\nboot 1508832000\nvirt xen\n")
        .With(Clock, Berlin)
        .With(EnvironmentItems.Packages, "docker-ce 17.06.2~ce-0~ubuntu install ok installed\nopenssl 1.0.2g-1 hold ok installed\nchef 12.1 deinstall ok config-files\n")
        .With(EnvironmentItems.Files, "file 1508900000 644 root:root /etc/docker/daemon.json\nhash " + new string('a', 64) + "  /etc/docker/daemon.json\nfile 1500000000 600 root:root /etc/default/travis-worker\n")
        .With(EnvironmentItems.Tools, string.Empty)
        .With(EnvironmentItems.Proxies, string.Empty)
        .With(EnvironmentItems.Boots, ">>> last\nreboot   system boot  4.4.0-210-generic Tue Oct 24 10:00:00 2017   still running\nshutdown system down  4.4.0-210-generic Tue Oct 24 09:58:00 2017 - Tue Oct 24 10:00:00 2017  (00:02)\n")
        .With(History, "\n>>> apt /var/log/apt/history.log\n")
        .With(EnvironmentItems.GitHub, "set github.api_url https://github.example.com\nset database.host 127.0.0.1\nset amqp.host 127.0.0.1\nset redis.url redis://127.0.0.1:6379\nreplicated 2.34.1\nasked https://github.example.com/api/v3/meta\nby curl\nstatus 200\ninstalled 2.18.0\nmeta yes\n")
        .Dmi("sys_vendor", "Xen").Dmi("bios_version", "4.2.amazon");

    public static Sample Dmi(this Sample sample, string field, string text, EvidenceStatus status = EvidenceStatus.Collected)
    {
        foreach (var item in EnvironmentItems.Dmi)
        {
            if (item.Source.EndsWith("/" + field, StringComparison.Ordinal))
            {
                return sample.With(item, text + "\n", status);
            }
        }

        throw new ArgumentException(field);
    }
}
