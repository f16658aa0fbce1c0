using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Ssh;

/// <summary>What sudo of Ubuntu 14.04 (1.8.9) to today's (1.9) says under LC_ALL=C, from its sources; the current one is asked for real in <see cref="RunTests"/>.</summary>
public sealed class SudoReplyTests
{
    [Theory]
    [InlineData("sudo: a password is required", false, HostFailureKind.SudoPasswordRequired)]
    [InlineData("sudo: no tty present and no askpass program specified", false, HostFailureKind.SudoPasswordRequired)]
    [InlineData("sudo: unable to resolve host worker-1\nsudo: a password is required", false, HostFailureKind.SudoPasswordRequired)]
    [InlineData("Sorry, try again.\nsudo: 1 incorrect password attempt", true, HostFailureKind.SudoPasswordWrong)]
    [InlineData("Sorry, try again.\n\nsudo: no password was provided\nsudo: 1 incorrect password attempt", true, HostFailureKind.SudoPasswordWrong)]
    [InlineData("ops is not in the sudoers file.  This incident will be reported.", true, HostFailureKind.SudoDenied)]
    [InlineData("Sorry, user ops is not allowed to execute '/bin/sh -c ...' as root on worker-1.", true, HostFailureKind.SudoDenied)]
    [InlineData("Sorry, user ops may not run sudo on worker-1.", false, HostFailureKind.SudoDenied)]
    [InlineData("sudo: sorry, you must have a tty to run sudo", false, HostFailureKind.SudoDenied)]
    [InlineData("sh: 1: sudo: not found", false, HostFailureKind.SudoDenied)]
    [InlineData("sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' option set?", false, HostFailureKind.SudoDenied)]
    [InlineData("", false, HostFailureKind.SudoDenied)]
    public void Its_words_are_understood(string text, bool password, HostFailureKind kind)
    {
        var failure = SudoReply.Explain(text, SshdFixture.HostAt(22), "ops", password ? RootRequest.Password : RootRequest.NoPassword);
        Assert.Equal(kind, failure.Kind);
        Assert.NotEmpty(failure.Remedy);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Text_of_a_host_can_not_steer_a_terminal() => Assert.Equal("a [31mb c", PlainText.OneLine("a \u001b[31mb\r\n\tc\u0007", 100));
}
