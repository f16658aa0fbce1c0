using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Connections;
using TravisOps.Evidence;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

public class HostCheckTests
{
    [Fact]
    public void Connection_that_held()
    {
        var result = Sample.Worker.Result("Host.Connection");

        Assert.Equal(CheckStatus.Pass, result.Status);
        Assert.Equal("Online and logged in as ops, 3.1 ms to its SSH port.", result.Message);
    }

    [Theory]
    [InlineData(RootAccess.Direct, "The login ops is root.")]
    [InlineData(RootAccess.SudoNoPassword, "ops becomes root by sudo without a password.")]
    [InlineData(RootAccess.SudoPassword, "ops becomes root by sudo with the password of -SudoCredential.")]
    public void Root_was_had(RootAccess root, string message)
    {
        var result = Sample.Worker.Connected(connection => connection with { Root = root }).Result("Host.Root");

        Assert.Equal((CheckStatus.Pass, message, null), (result.Status, result.Message, result.Remedy));
    }

    [Theory]
    [InlineData(HostFailureKind.SudoPasswordRequired, CheckStatus.Unknown, "sudo asks ops for a password and none was given")]
    [InlineData(HostFailureKind.SudoPasswordWrong, CheckStatus.Fail, "ops cannot become root on this host: told so")]
    [InlineData(HostFailureKind.SudoDenied, CheckStatus.Fail, "ops cannot become root on this host: told so")]
    [InlineData(HostFailureKind.Other, CheckStatus.Unknown, "Whether ops can become root is not known: told so")]
    [InlineData(null, CheckStatus.Unknown, "was not tried, because sudo is switched off")]
    public void Root_was_not_had(HostFailureKind? kind, CheckStatus status, string message)
    {
        var failure = kind is { } why ? new HostFailure(why, "told so", "do this") : null;

        var result = Sample.Worker.Connected(connection => connection with { Root = RootAccess.None, RootFailure = failure }).Result("Host.Root");

        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.NotNull(result.Remedy);
    }

    [Fact]
    public void Root_of_a_host_that_was_lost_before_it_ran_anything_is_not_known()
    {
        var host = Sample.Worker.Connected(connection => connection with { Root = RootAccess.None }).Evidence() with { Failure = new HostFailure(HostFailureKind.PasswordExpired, "expired", "Log in once.") };

        var result = PreflightEvaluator.Evaluate(host, false).Single(one => one.Id == "Host.Root");

        Assert.Equal((CheckStatus.Unknown, "Log in once."), (result.Status, result.Remedy));
        Assert.EndsWith("see Host.Connection.", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostFailureKind.SudoDenied, "do this")]
    [InlineData(HostFailureKind.SudoPasswordRequired, "Run again with -SudoCredential")]
    public void What_needs_root_is_mended_where_root_is_refused(HostFailureKind kind, string remedy)
    {
        var sample = Sample.Worker.Connected(connection => connection with { Root = RootAccess.None, RootFailure = new HostFailure(kind, "told so", "do this") })
            .With(PreflightItems.DockerInfo, string.Empty, EvidenceStatus.Denied);

        Assert.StartsWith(remedy, sample.Result("Docker.Engine").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_host_says_of_itself_moves_no_cursor()
    {
        var evidence = Sample.Worker.With(PreflightItems.OsRelease, "NAME=Ubuntu\nVERSION_ID=16.04\nPRETTY_NAME=\"Ubuntu\u001b[2J 16.04\"\n").Evidence();

        var result = ConnectionJudge.Judge(evidence with { Connection = evidence.Connection with { ServerVersion = "SSH-2.0-\u001b[2J" } });

        Assert.All([result.Message, result.OperatingSystem, result.Ssh], text => Assert.False(text!.Any(char.IsControl), text));
        Assert.Equal("a [2J", new HostException(HostFailureKind.Other, "a", "a\u001b[2J", "b").Message);
    }

    [Theory]
    [InlineData(0, CheckStatus.Pass, "The clock is 0.0 s ahead of this machine's.")]
    [InlineData(-5, CheckStatus.Pass, "The clock is 5.0 s behind this machine's.")]
    [InlineData(5.1, CheckStatus.Warn, "The clock is 5.1 s ahead of this machine's; log lines")]
    [InlineData(-60, CheckStatus.Warn, "The clock is 60.0 s behind this machine's; log lines")]
    [InlineData(312.44, CheckStatus.Fail, "The clock is 312.4 s (5 minutes) ahead of this machine's; log lines")]
    [InlineData(-86400, CheckStatus.Fail, "The clock is 86400.0 s (24.0 hours) behind this machine's; log lines")]
    public void Clock(double seconds, CheckStatus status, string message)
    {
        var result = Sample.Worker.Connected(connection => connection with { ClockOffset = TimeSpan.FromSeconds(seconds) }).Result("Host.Clock");

        Assert.Equal(status, result.Status);
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Fact]
    public void Clock_that_was_not_told() =>
        Assert.Equal(CheckStatus.Unknown, Sample.Worker.Connected(connection => connection with { ClockOffset = null }).Result("Host.Clock").Status);

    [Theory]
    [InlineData(TravisRole.Platform, "ubuntu", "12.04", CheckStatus.Fail, "older than Ubuntu 14.04")]
    [InlineData(TravisRole.Platform, "ubuntu", "14.04", CheckStatus.Pass, "Ubuntu 14.04 is a release that the platform")]
    [InlineData(TravisRole.Platform, "ubuntu", "16.04", CheckStatus.Pass, "Ubuntu 16.04 is a release that the platform")]
    [InlineData(TravisRole.Platform, "ubuntu", "18.04", CheckStatus.Warn, "is not among the releases that the platform")]
    [InlineData(TravisRole.Worker, "ubuntu", "12.04", CheckStatus.Fail, "older than Ubuntu 14.04")]
    [InlineData(TravisRole.Worker, "ubuntu", "18.04", CheckStatus.Pass, "Ubuntu 18.04 is a release that the worker")]
    [InlineData(TravisRole.Worker, "ubuntu", "22.04", CheckStatus.Pass, "Ubuntu 22.04 is a release that the worker")]
    [InlineData(TravisRole.Worker, "ubuntu", "24.04", CheckStatus.Warn, "(14.04, 16.04, 18.04, 20.04, 22.04)")]
    [InlineData(TravisRole.Worker, "ubuntu", "rolling", CheckStatus.Unknown, "could not be told")]
    [InlineData(TravisRole.Worker, "centos", "7", CheckStatus.Warn, "centos 7 is not Ubuntu")]
    public void Operating_system(TravisRole role, string id, string version, CheckStatus status, string message)
    {
        var pretty = id == "ubuntu" ? $"PRETTY_NAME=\"Ubuntu {version}\"\n" : string.Empty;

        var result = Sample.Of(role).With(PreflightItems.OsRelease, $"ID={id}\nVERSION_ID=\"{version}\"\n{pretty}").Result("System.OperatingSystem");

        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }

    [Fact]
    public void Operating_system_without_os_release()
    {
        var result = Sample.Worker
            .With(PreflightItems.OsRelease, string.Empty, EvidenceStatus.NotFound)
            .With(PreflightItems.LsbRelease, Recorded.Text("hosts/lsb-12.04.txt"))
            .Result("System.OperatingSystem");

        Assert.Equal((CheckStatus.Fail, "Ubuntu 12.04.5 LTS"), (result.Status, result.Actual));
        Assert.Equal("os.lsb-release: Ubuntu 12.04.5 LTS", result.Evidence);
    }

    [Theory]
    [InlineData("ID=\n")]
    [InlineData("")]
    public void Operating_system_that_says_nothing(string text) =>
        Assert.Equal(CheckStatus.Unknown, Sample.Worker.With(PreflightItems.OsRelease, text).Result("System.OperatingSystem").Status);

    [Theory]
    [InlineData(TravisRole.Worker, "3.8.0-44-generic", CheckStatus.Fail, "older than 3.10")]
    [InlineData(TravisRole.Worker, "3.13.0-170-generic", CheckStatus.Warn, "older than the recommended 3.16; the manual's 3.18")]
    [InlineData(TravisRole.Platform, "3.13.0-170-generic", CheckStatus.Warn, "older than the recommended 3.16")]
    [InlineData(TravisRole.Worker, "3.16.0-77-generic", CheckStatus.Pass, "was meant for the overlay driver")]
    [InlineData(TravisRole.Platform, "3.16.0-77-generic", CheckStatus.Pass, "meets every version that is asked for (3.16)")]
    [InlineData(TravisRole.Worker, "4.4.0-210-generic", CheckStatus.Pass, "meets every version that is asked for (3.18)")]
    [InlineData(TravisRole.Worker, "linux", CheckStatus.Unknown, "could not be read")]
    [InlineData(TravisRole.Worker, "", CheckStatus.Unknown, "came back empty")]
    public void Kernel(TravisRole role, string kernel, CheckStatus status, string message)
    {
        var result = Sample.Of(role).With(PreflightItems.Kernel, kernel + "\n").Result("System.Kernel");

        Assert.Equal(status, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
        Assert.Equal(status == CheckStatus.Pass, result.Remedy is null);
    }
}
