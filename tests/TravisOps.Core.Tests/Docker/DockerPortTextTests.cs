using System.Linq;
using TravisOps.Docker;
using Xunit;

namespace TravisOps.Core.Tests.Docker;

public class DockerPortTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("0.0.0.0:80->80/tcp", "0.0.0.0:80->80/tcp")]
    [InlineData("0.0.0.0:80->80/tcp, :::80->80/tcp", "0.0.0.0:80->80/tcp [::]:80->80/tcp")]
    [InlineData("0.0.0.0:80->80/tcp, [::]:80->80/tcp", "0.0.0.0:80->80/tcp [::]:80->80/tcp")]
    [InlineData("10.0.0.5:80->80/tcp", "10.0.0.5:80->80/tcp")]
    [InlineData("[fe80::1%eth0]:80->80/tcp", "[fe80::1%eth0]:80->80/tcp")]
    [InlineData("2001:db8::5:80->80/tcp", "[2001:db8::5]:80->80/tcp")]
    [InlineData("0.0.0.0:32770->22/tcp", "0.0.0.0:32770->22/tcp")]
    [InlineData("22/tcp, 53/udp, 9/sctp", "22/tcp 53/udp 9/sctp")]
    [InlineData("9874-9876/tcp", "9874/tcp 9875/tcp 9876/tcp")]
    [InlineData("0.0.0.0:9874-9876->9874-9876/tcp", "0.0.0.0:9874->9874/tcp 0.0.0.0:9875->9875/tcp 0.0.0.0:9876->9876/tcp")]
    [InlineData(":::9874-9875->9874-9875/udp", "[::]:9874->9874/udp [::]:9875->9875/udp")]
    public void Every_form_of_the_column(string column, string ports) =>
        Assert.Equal(ports, string.Join(' ', DockerPortText.Parse(column)!.Select(port => port.ToString())));

    [Theory]
    [InlineData("eighty")]
    [InlineData("0.0.0.0:80->80")]
    [InlineData("0.0.0.0:80-90->80/tcp")]
    [InlineData("0.0.0.0:99999->80/tcp")]
    [InlineData("0/tcp")]
    [InlineData("90-80/tcp")]
    [InlineData("0.0.0.0:80->80/tcp, nonsense")]
    [InlineData("0.0.0.0:8…")]
    public void What_is_none_of_them_is_not_guessed(string column) => Assert.Null(DockerPortText.Parse(column));
}
