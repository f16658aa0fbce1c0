using System;
using System.Linq;
using TravisOps.Hosts;
using Xunit;

namespace TravisOps.Core.Tests.Hosts;

public class AptUpgradeTests
{
    private const string History = """

        Start-Date: 2019-10-18  09:00:00
        Commandline: apt-get install vim
        Requested-By: ubuntu (1000)
        Install: vim:amd64 (2:7.4.1689-3ubuntu1.3), vim-runtime:amd64 (2:7.4.1689-3ubuntu1.3, automatic)
        End-Date: 2019-10-18  09:00:09

        Start-Date: 2019-10-20  06:20:51
        Commandline: /usr/bin/unattended-upgrade
        Upgrade: docker-ce:amd64 (5:19.03.3~3-0~ubuntu-xenial, 5:19.03.4~3-0~ubuntu-xenial), libssl1.0.0:amd64 (1.0.2g-1, 1.0.2g-2)
        End-Date: 2019-10-20  06:20:58

        Start-Date: 2019-10-21  06:00:00
        Remove: containerd.io (1.2.10-3)
        """;

    [Fact]
    public void Entries_with_their_packages()
    {
        var entries = AptUpgrade.Read(History);

        Assert.Equal([18, 20, 21], entries.Select(entry => entry.Started.Day));
        Assert.Equal([false, true, false], entries.Select(entry => entry.Unattended));
        Assert.Equal(["vim", "vim-runtime", "docker-ce", "libssl1.0.0", "containerd.io"], entries.SelectMany(entry => entry.Packages));
        Assert.Equal(new DateTime(2019, 10, 20, 6, 20, 51), entries[1].Started);
    }

    [Fact]
    public void A_beginning_that_was_cut_is_left_out() =>
        Assert.Equal(2, AptUpgrade.Read(History[History.IndexOf("Install:", StringComparison.Ordinal)..]).Count);
}
