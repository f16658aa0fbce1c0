using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Firewall;
using TravisOps.Reports;

namespace TravisOps.Core.Tests.Reports;

/// <summary>A report with something in every section, and in every text that a host can put there what a page must not obey.</summary>
internal static class ReportSample
{
    /// <summary>Would run, load or restyle something if it became markup, and would steer a terminal.</summary>
    public const string Hostile = "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\"><style>*{display:none}</style>]]></style></script>\u001b[31m\u202egnp.exe\0&amp;\ud800";

    public static readonly DateTime Now = new(2026, 11, 26, 3, 14, 15, DateTimeKind.Utc);

    public static SupportReport Report(string text = "as it is") => new()
    {
        Installation = "production " + text,
        CreatedAt = Now,
        ToolVersion = "0.1.0",
        Redaction = "27 secrets were replaced " + text,
        Symptom = "Builds stay queued " + text,
        Hosts =
        [
            new("platform.lab.test", TravisRole.Platform) { Description = "Ubuntu 16.04 " + text, Folder = "platform.lab.test/" },
            new("worker-1.lab.test", TravisRole.Worker) { Failure = "no answer " + text },
        ],
        Results =
        [
            Result("Hardware.Memory", "platform.lab.test", CheckStatus.Fail, text),
            Result("Docker.StorageDriver", "platform.lab.test", CheckStatus.Warn, text),
            Result("Host.Clock", "platform.lab.test", CheckStatus.Pass, text),
            Result("Replicated.App", "platform.lab.test", CheckStatus.Skip, text),
            Result("Host.Connection", "worker-1.lab.test", CheckStatus.Unknown, text),
        ],
        Ports = [.. Enum.GetValues<PortState>().Select((state, index) => Port(80 + index, state, text))],
        Changes = [new(Now.AddHours(-5), "platform.lab.test", "upgrade", "docker-ce " + text, "platform.lab.test/apt history.txt"), new(Now.AddDays(-2), "worker-1.lab.test", "reboot", text)],
        KnownIssues = [new("AmqpRefused", "worker-1.lab.test", 1234, "Cause " + text) { First = Now.AddHours(-1), Last = Now, Remedy = text, Sample = text, File = "worker-1.lab.test/travis-worker.log" }, new("DockerRestarted", "worker-1.lab.test", 5678, "Was it.") { Last = Now, Over = Now }],
        Completeness = new(40, 39, [new("worker-1.lab.test", "travis-worker.log " + text, "Reason " + text)]),
        Files = [new("platform.lab.test/apt history.txt", 12_345) { ComputerName = "platform.lab.test", Description = text }, new("worker-1.lab.test/travis-worker.log", 9_876_543) { ComputerName = "worker-1.lab.test", Cut = true }],
    };

    private static CheckResult Result(string id, string host, CheckStatus status, string text) => new()
    {
        Id = id,
        Area = id.Split('.')[0],
        ComputerName = host,
        Role = TravisRole.Platform,
        Status = status,
        Expected = text,
        Actual = text,
        Message = $"{id} is {status}: {text}",
        Remedy = status == CheckStatus.Fail ? "sudo true # " + text : null,
        Reference = "Operations manual, \"Hardware\"",
    };

    private static FirewallResult Port(int port, PortState state, string text) => new()
    {
        Id = "Firewall.Http",
        Area = "Firewall",
        ComputerName = "platform.lab.test",
        Role = TravisRole.Platform,
        Status = state == PortState.Open ? CheckStatus.Pass : state == PortState.Unknown ? CheckStatus.Unknown : CheckStatus.Fail,
        Message = $"port {port} is {state}",
        Source = "worker-1.lab.test",
        Port = port,
        Service = "HTTP",
        State = state,
        Detail = text,
    };
}
