using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Firewall;
using TravisOps.Firewall.Greetings;
using TravisOps.Firewall.Worker;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Firewall;

public sealed class FirewallUnitTests
{
    private static readonly TravisHost s_platform = new() { ComputerName = "platform.example.com", Role = TravisRole.Platform };
    private static readonly TravisHost s_worker = new() { ComputerName = "worker-1.example.com", Role = TravisRole.Worker, Port = 2222 };
    private static readonly TravisInstallation s_installation = new("x", s_platform with { Address = "10.0.0.1" }, [s_worker], "travis.example.com");

    [Fact]
    public void The_manuals_ports_are_looked_at_where_the_manual_has_them()
    {
        var here = FirewallTargets.FromHere(s_installation, s_installation.Hosts);

        Assert.Equal([22, 443, 80, 4567, 5672, 8800, 2222], here.Select(one => one.Port));
        Assert.All(here.Take(6), one => Assert.Equal(("Here", "10.0.0.1", "travis.example.com"), (one.Source, one.Address, one.ServerName)));
        Assert.Equal(("SSH", "Firewall.Ssh", PortProtocol.Ssh), (here[6].Service, here[6].Id, here[6].Protocol));
        var worker = FirewallTargets.FromWorker(s_installation, s_worker);
        Assert.All(worker, one => Assert.Equal(("worker-1.example.com", "platform.example.com", "travis.example.com"), (one.Source, one.ComputerName, one.Address)));
    }

    [Fact]
    public void Port_22_is_any_other_port_where_SSH_has_another()
    {
        var here = FirewallTargets.FromHere(s_installation, s_installation.Hosts, [22, 2222]);

        Assert.Equal(
            [("platform.example.com", 22, "SSH"), ("platform.example.com", 2222, "TCP"), ("worker-1.example.com", 22, "TCP"), ("worker-1.example.com", 2222, "SSH")],
            here.Select(one => (one.ComputerName, one.Port, one.Service)));
    }

    [Fact]
    public void A_handshake_is_shown_in_the_shell_of_the_machine_that_asked()
    {
        var here = FirewallTargets.FromHere(s_installation, s_installation.Hosts, [443])[0];
        var worker = FirewallTargets.FromWorker(s_installation, s_worker, [443])[0];

        Assert.Equal("On this machine: '' | openssl s_client -connect 10.0.0.1:443 -servername travis.example.com", FirewallRemedy.Handshake(here));
        Assert.EndsWith("openssl s_client -connect travis.example.com:443 -servername travis.example.com </dev/null", FirewallRemedy.Handshake(worker), StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_that_are_given_are_asked_where_they_belong()
    {
        var here = FirewallTargets.FromHere(s_installation, s_installation.Hosts, [443, 9000, 9000]);

        Assert.Equal(
            [("platform.example.com", 443, "HTTPS"), ("platform.example.com", 9000, "TCP"), ("worker-1.example.com", 9000, "TCP")],
            here.Select(one => (one.ComputerName, one.Port, one.Service)));
        Assert.Equal("Firewall.Port9000", here[1].Id);
    }

    [Theory]
    [InlineData(1, "tv: connect: Connection refused", "Refused")]
    [InlineData(1, "tv: connect: No route to host", "HostUnreachable")]
    [InlineData(1, "tv: connect: Network is unreachable", "NetworkUnreachable")]
    [InlineData(1, "tv: connect: Operation not permitted", "Prohibited")]
    [InlineData(1, "tv: travis.example.com: Temporary failure in name resolution", "NameServerSilent")]
    [InlineData(124, "", "NoAnswer")]
    [InlineData(137, "", "NoAnswer")]
    [InlineData(1, "nc: connect to 10.0.0.1 port 22 (tcp) timed out: Operation now in progress", "NoAnswer")]
    [InlineData(1, "tv: /dev/tcp/10.0.0.1/22: No such file or directory", "NotTried")]
    public void The_tools_messages_are_told_apart(int exit, string message, string outcome) => Assert.Equal(outcome, ConnectFailure.Of(exit, message).ToString());

    [Theory]
    [InlineData(SocketError.ConnectionRefused, "Refused")]
    [InlineData(SocketError.HostUnreachable, "HostUnreachable")]
    [InlineData(SocketError.NetworkUnreachable, "NetworkUnreachable")]
    [InlineData(SocketError.TimedOut, "NoAnswer")]
    [InlineData(SocketError.TooManyOpenSockets, "NotTried")]
    public void The_sockets_errors_are_told_apart(SocketError error, string outcome) => Assert.Equal(outcome, ConnectFailure.Of(error).ToString());

    [Theory]
    [InlineData("travis.example.com", true)]
    [InlineData("TRAVIS.example.com.", true)]
    [InlineData("a.builds.example.com", true)]
    [InlineData("a.b.builds.example.com", false)]
    [InlineData("builds.example.com", false)]
    [InlineData("10.0.0.9", true)]
    [InlineData("10.0.0.8", false)]
    [InlineData("common.example.com", false)]
    public void A_certificate_is_for_its_names(string host, bool match)
    {
        using var certificate = Make("CN=common.example.com", names =>
        {
            names.AddDnsName("travis.example.com");
            names.AddDnsName("*.builds.example.com");
            names.AddIpAddress(IPAddress.Parse("10.0.0.9"));
        });

        Assert.Equal(["travis.example.com", "*.builds.example.com", "10.0.0.9"], CertificateNames.Of(certificate));
        Assert.Equal(match, CertificateNames.Match(certificate, host));
    }

    [Fact]
    public void A_certificate_without_names_is_for_its_common_name()
    {
        using var certificate = Make("CN=travis.example.com", null);

        Assert.True(CertificateNames.Match(certificate, "travis.example.com"));
        Assert.False(CertificateNames.Match(certificate, "other.example.com"));
    }

    [Theory]
    [InlineData(-1, CheckStatus.Fail, "expired")]
    [InlineData(10, CheckStatus.Warn, "expires in 9 days")]
    [InlineData(100, CheckStatus.Pass, null)]
    public void A_certificates_time_is_judged_by_when_it_was_seen(int days, CheckStatus status, string? problem)
    {
        var until = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = Make("CN=travis.example.com", null, until);
        var target = FirewallTargets.FromWorker(s_installation, s_worker).Single(one => one.Port == 443);
        var verdict = TlsGreeting.Judge(new TlsObservation { Certificate = certificate.RawData }, target, until.UtcDateTime.AddDays(-days).AddHours(1));

        Assert.Equal(status, verdict.Status);
        Assert.Equal(problem is null, verdict.Problem is null);
        Assert.Contains(problem ?? string.Empty, verdict.Problem ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("140735:error:1408F10B:SSL routines:SSL3_GET_RECORD:wrong version number:s3_pkt.c:337:", true, "wrong version number")]
    [InlineData("139:error:140770FC:SSL routines:SSL23_GET_SERVER_HELLO:unknown protocol:s23_clnt.c:795:", true, "unknown protocol")]
    [InlineData("40E7:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl/record/ssl3_record.c:354:", true, "wrong version number")]
    [InlineData("40E7:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:../ssl/s3.c:1584:SSL alert number 40", false, "sslv3 alert handshake failure")]
    public void OpenSSLs_errors_are_read(string line, bool notTls, string error)
    {
        var reading = new TlsReading();
        reading.Take(line);
        reading.Exit(1);

        Assert.Equal((notTls, error, null), (reading.Result()!.NotTls, reading.Result()!.Error, reading.Result()!.Certificate));
    }

    [Fact]
    public void A_host_that_could_not_be_logged_in_to_has_its_reason_on_every_port()
    {
        var targets = FirewallTargets.FromWorker(s_installation, s_worker);
        var evidence = new HostEvidence
        {
            ComputerName = s_worker.ComputerName,
            Role = TravisRole.Worker,
            CollectedAt = DateTime.UtcNow,
            Failure = new HostFailure(HostFailureKind.ConnectionRefused, "worker-1.example.com refused.", "Start it."),
        };

        Assert.All(
            FirewallEvaluator.Evaluate(evidence, targets),
            one => Assert.Equal((PortState.Unknown, CheckStatus.Unknown, "Start it."), (one.State, one.Status, one.Remedy)));
        Assert.Empty(FirewallEvaluator.Evaluate(evidence));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage\nat x y\nopen\nbytes zz\nlogin\n")]
    [InlineData("target a b 4 no\nports 22:ssh 99999:http x\nat 22 10.0.0.1\nopen 12\nbytes 5353\n")]
    [InlineData("target a b 4 no\nports 22:ssh\nat 22\nfailed\nend\n")]
    public void An_answer_that_makes_no_sense_is_unknown_or_wrong_and_never_passes(string text)
    {
        var evidence = new HostEvidence
        {
            ComputerName = s_worker.ComputerName,
            Role = TravisRole.Worker,
            CollectedAt = DateTime.UtcNow,
            Items = [new EvidenceItem { Name = FirewallProbe.ItemName, Source = "sh", Status = EvidenceStatus.Collected, ExitCode = 0, Text = text }],
        };

        var results = FirewallEvaluator.Evaluate(evidence, FirewallTargets.FromWorker(s_installation, s_worker));
        Assert.Equal(6, results.Count);
        Assert.All(results, one => Assert.NotEqual(CheckStatus.Pass, one.Status));
    }

    [Fact]
    public void One_address_of_several_is_enough_and_the_other_is_told()
    {
        var target = FirewallTargets.FromWorker(s_installation, s_worker, [9000])[0];
        IReadOnlyList<PortObservation> seen =
        [
            new() { Address = "2001:db8::1", Outcome = ConnectOutcome.NoAnswer },
            new() { Address = "10.0.0.1", Outcome = ConnectOutcome.Connected },
        ];
        var result = FirewallJudge.Judge(target, seen, FirewallProbe.DefaultWait, DateTime.UtcNow);

        Assert.Equal((PortState.Open, CheckStatus.Warn), (result.State, result.Status));
        Assert.Contains("2001:db8::1: no answer in 4 s", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NetworkUnreachable Connected", "Open", CheckStatus.Pass)]
    [InlineData("Connected NetworkUnreachable", "Open", CheckStatus.Pass)]
    [InlineData("NetworkUnreachable NoAnswer Connected", "Open", CheckStatus.Warn)]
    [InlineData("NetworkUnreachable Refused", "Closed", CheckStatus.Fail)]
    [InlineData("NetworkUnreachable", "Unreachable", CheckStatus.Fail)]
    public void A_machine_without_IPv6_passes_over_addresses_of_it(string outcomes, string state, CheckStatus status)
    {
        var target = FirewallTargets.FromWorker(s_installation, s_worker, [9000])[0];
        var seen = outcomes.Split(' ').Select((one, index) => new PortObservation { Address = one == "NetworkUnreachable" ? "2001:db8::1" : "10.0.0." + index, Outcome = Enum.Parse<ConnectOutcome>(one) }).ToList();
        var result = FirewallJudge.Judge(target, seen, FirewallProbe.DefaultWait, DateTime.UtcNow);

        Assert.Equal((state, status), (result.State.ToString(), result.Status));
        Assert.Equal(state != "Open", result.Detail.Contains("2001:db8::1", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_source_can_do_without_is_a_warning()
    {
        IReadOnlyList<PortObservation> dropped = [new() { Address = "10.0.0.1", Outcome = ConnectOutcome.NoAnswer }];
        var statuses = FirewallTargets.FromHere(s_installation, [s_installation.Platform]).Concat(FirewallTargets.FromWorker(s_installation, s_worker))
            .ToDictionary(one => (one.Source == PortTarget.Here, one.Port), one => FirewallJudge.Judge(one, dropped, FirewallProbe.DefaultWait, DateTime.UtcNow).Status);

        int[] needed = [22, 443, 80, 8800];
        int[] neededByWorkers = [443, 4567, 5672];
        Assert.All(statuses, one => Assert.Equal(
            (one.Key.Item1 ? needed : neededByWorkers).Contains(one.Key.Port) ? CheckStatus.Fail : CheckStatus.Warn, one.Value));
    }

    private static X509Certificate2 Make(string subject, Action<SubjectAlternativeNameBuilder>? names, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names is not null)
        {
            var builder = new SubjectAlternativeNameBuilder();
            names(builder);
            request.CertificateExtensions.Add(builder.Build());
        }

        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), until ?? new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
