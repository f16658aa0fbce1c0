using System.Linq;
using TravisOps.Hosts;
using Xunit;

namespace TravisOps.Core.Tests.Hosts;

public class TcpListenerTests
{
    private const string Tail = " 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1806867 1\n";

    [Theory]
    [InlineData("00000000:1093", "0.0.0.0:4243", true, false)]
    [InlineData("0100007F:1093", "127.0.0.1:4243", false, true)]
    [InlineData("0500000A:0947", "10.0.0.5:2375", false, false)]
    [InlineData("00000000000000000000000000000000:1093", "[::]:4243", true, false)]
    [InlineData("00000000000000000000000001000000:1093", "[::1]:4243", false, true)]
    [InlineData("B80D0120000000000000000005000000:1093", "[2001:db8::5]:4243", false, false)]
    [InlineData("0000000000000000FFFF00000100007F:1093", "[::ffff:127.0.0.1]:4243", false, true)]
    public void Addresses(string kernel, string text, bool everywhere, bool loopback)
    {
        var listener = Assert.Single(TcpListener.Read("   0: " + kernel + (kernel.Length > 20 ? Tail.Replace("00000000:0000", "00000000000000000000000000000000:0000") : Tail)));

        Assert.Equal((text, everywhere, loopback), (listener.ToString(), listener.IsEverywhere, listener.IsLoopback));
    }

    [Fact]
    public void Only_listeners_count() => Assert.Equal([22], TcpListener.Read(
        "  sl  local_address rem_address   st tx_queue\n   0: 00000000:0016" + Tail + "  13: 0201D50A:1093 0101D50A:B49C 01 00000144:00000000 01:00000014 00000000\n").Select(one => one.Port));
}
