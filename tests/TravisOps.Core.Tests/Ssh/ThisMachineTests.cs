using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

public sealed class ThisMachineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("travisops-machine-").FullName;

    [Fact]
    public void Windows_is_told_no_tool_of_Unix()
    {
        var windows = new ThisMachine(isWindows: true, isMacOS: false);

        Assert.Equal("Test-NetConnection 10.0.0.5 -Port 22", windows.ReachPort("10.0.0.5", 22));
        Assert.Equal("Find-NetRoute -RemoteIPAddress 10.0.0.5", windows.FindRoute("10.0.0.5"));
        Assert.StartsWith("Resolve-DnsName worker-1; ", windows.Resolve("worker-1"), StringComparison.Ordinal);
        Assert.DoesNotContain("nc ", windows.SeeWhatAnswers("10.0.0.5", 22), StringComparison.Ordinal);
        Assert.StartsWith("ssh-keygen -y -f 'C:\\it''s\\key' | ssh ops@worker-1 '", windows.AuthorizeKey("C:\\it's\\key", isPutty: false, "ops@worker-1"), StringComparison.Ordinal);
        Assert.Contains("PuTTYgen", windows.AuthorizeKey("key.ppk", isPutty: true, "ops@worker-1"), StringComparison.Ordinal);
    }

    [Fact]
    public void macOS_has_ssh_copy_id_and_not_the_tools_of_Linux()
    {
        var mac = new ThisMachine(isWindows: false, isMacOS: true);

        Assert.Equal("route -n get 10.0.0.5", mac.FindRoute("10.0.0.5"));
        Assert.DoesNotContain("getent", mac.Resolve("worker-1"), StringComparison.Ordinal);
        Assert.Equal("ssh-copy-id -i 'key' ops@worker-1", mac.AuthorizeKey("key", isPutty: false, "ops@worker-1"));
    }

    [Fact]
    public void The_way_to_a_host_is_asked_for_by_the_address_that_was_tried()
    {
        var host = new TravisHost { ComputerName = "worker-1", Address = "worker-1.corp.example", Role = TravisRole.Worker };

        var error = new ConnectFailures(host, null!, null!, null!).Explain(new SocketException((int)SocketError.NetworkUnreachable), IPAddress.Parse("10.0.0.5"), ConnectStage.Connecting, null!, null);

        Assert.EndsWith(" 10.0.0.5", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_way_to_a_name_is_the_way_to_its_address()
    {
        Assert.Equal("Find-NetRoute -RemoteIPAddress (Resolve-DnsName worker-1 | Where-Object IPAddress)[0].IPAddress", new ThisMachine(isWindows: true, isMacOS: false).FindRoute("worker-1"));
        SshdFixture.Execute("sh", "-c", "getent() { echo \"192.0.2.7 STREAM $2\"; echo \"192.0.2.8 STREAM $2\"; }; ip() { [ \"$*\" = 'route get 192.0.2.7' ]; }; " + ThisMachine.Linux.FindRoute("worker-1"));
    }

    /// <summary>What is piped into ssh, given a stand-in for it that runs the words as sshd's shell does, adds the line without Windows' line ends.</summary>
    [Fact]
    public void The_key_that_is_piped_arrives_whole()
    {
        var command = new ThisMachine(isWindows: true, isMacOS: false).AuthorizeKey("key", isPutty: false, "ops@worker-1");
        var remote = command.Substring(command.IndexOf('\'', command.IndexOf("ssh ops", StringComparison.Ordinal))).Trim('\'');

        SshdFixture.Execute("sh", "-c", "HOME=$1; printf 'ssh-ed25519 AAAArrr user\\r\\n' | sh -c \"$2\"", "sh", _folder, remote);

        Assert.Equal("ssh-ed25519 AAAArrr user\n", File.ReadAllText(Path.Combine(_folder, ".ssh", "authorized_keys")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
