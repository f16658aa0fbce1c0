using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Checks.Docker;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Ssh;

namespace TravisOps.Core.Tests.Checks;

/// <summary>Evidence of a healthy host, to which a test does one thing.</summary>
internal sealed class Sample
{
    public static readonly DateTime CollectedAt = new(2017, 10, 25, 8, 15, 0, DateTimeKind.Utc);

    private readonly Dictionary<string, EvidenceItem> _items = [];
    private readonly TravisRole _role;
    private ConnectionEvidence _connection = new()
    {
        Online = true,
        LoggedIn = true,
        UserName = "ops",
        Latency = TimeSpan.FromMilliseconds(3.14),
        ServerVersion = "SSH-2.0-OpenSSH_7.2p2",
        Root = RootAccess.SudoNoPassword,
        ClockOffset = TimeSpan.FromSeconds(0.2),
    };

    private HostFailure? _failure;

    private Sample(TravisRole role)
    {
        _role = role;
        var platform = role == TravisRole.Platform;
        With(PreflightItems.OsRelease, Recorded.Text("hosts/os-16.04.txt"));
        With(PreflightItems.LsbRelease, string.Empty, EvidenceStatus.NotFound);
        With(PreflightItems.Kernel, "4.4.0-210-generic\n");
        With(PreflightItems.Cpus, "0-7\n");
        With(PreflightItems.Memory, Recorded.Text("hosts/meminfo-16gb.txt"));
        With(PreflightItems.Load, "0.42 0.36 0.30 1/210 4242\n");
        With(PreflightItems.Disk, Recorded.Text("hosts/df-worker.txt"));
        With(PreflightItems.DockerInfo, Recorded.Text("docker/20.10.24.json"));
        if (platform)
        {
            WithReplicated(PreflightItems.ReplicatedSystem, "system status", Recorded.Text("replicated/system-status.json"));
            WithReplicated(PreflightItems.ReplicatedApp, "app status", Recorded.Text("replicated/app-status.json"));
            WithReplicated(PreflightItems.ReplicatedPreflight, "preflight run", Recorded.Text("replicated/preflight-success.json"));
        }
    }

    public static Sample Platform => new(TravisRole.Platform);

    public static Sample Worker => new(TravisRole.Worker);

    public static Sample Of(TravisRole role) => new(role);

    public Sample With(ProbeItem item, string text, EvidenceStatus status = EvidenceStatus.Collected, int? exit = 0, string error = "")
    {
        _items[item.Name] = new EvidenceItem
        {
            Name = item.Name,
            Source = item.Source,
            Status = status,
            ExitCode = item.Kind == ProbeItemKind.File || status != EvidenceStatus.Collected ? null : exit,
            Text = text,
            ErrorText = error,
            Duration = TimeSpan.FromMilliseconds(40),
        };
        return this;
    }

    public Sample WithReplicated(ProbeItem item, string words, string text, int exit = 0) =>
        With(item, $">>> /usr/local/bin/replicatedctl {words} -o json\n{text}\n", exit: exit);

    public Sample Without(ProbeItem item)
    {
        _items.Remove(item.Name);
        return this;
    }

    public Sample WithoutItems()
    {
        _items.Clear();
        return this;
    }

    public Sample Connected(Func<ConnectionEvidence, ConnectionEvidence> change)
    {
        _connection = change(_connection);
        return this;
    }

    public Sample Failed(HostFailureKind kind, string message, string remedy)
    {
        _failure = new HostFailure(kind, message, remedy);
        return this;
    }

    /// <summary>What Test-TravisDocker asks beside.</summary>
    public Sample WithDocker()
    {
        var icc = _role == TravisRole.Platform ? "true" : "false";
        With(DockerItems.DaemonJson, "{\"storage-driver\": \"overlay2\", \"icc\": " + icc + ", \"log-driver\": \"json-file\", \"log-opts\": {\"max-size\": \"50m\"}}");
        With(DockerItems.DefaultDocker, string.Empty, EvidenceStatus.NotFound);
        With(DockerItems.Tcp4, "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1806867 1\n");
        With(DockerItems.Tcp6, string.Empty, EvidenceStatus.NotFound);
        With(DockerItems.EngineArguments, "/usr/bin/dockerd\n-H\nfd://\n");
        With(DockerItems.AptHistory, "\n");
        With(DockerItems.SystemDf, "TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE\nImages          2         2         3.987GB   1.2GB (30%)\n");
        return With(
            DockerItems.Containers,
            _role == TravisRole.Platform ? ContainerText.Of(ContainerText.TeMain(), ContainerText.Replicated()) : ContainerText.Of(ContainerText.Worker()));
    }

    public Sample WithContainers(params Container[] containers) => With(DockerItems.Containers, ContainerText.Of(containers));

    public IReadOnlyList<CheckResult> DockerResults() => DockerEvaluator.Evaluate(Evidence());

    /// <summary>The one result of Test-TravisDocker with that id.</summary>
    public CheckResult DockerResult(string id) => DockerResults().Single(result => result.Id == id);

    public HostEvidence Evidence() => new()
    {
        ComputerName = _role == TravisRole.Platform ? "platform.example.com" : "worker-1.example.com",
        Role = _role,
        CollectedAt = CollectedAt,
        Connection = _connection,
        Items = [.. _items.Values],
        Failure = _failure,
    };

    public IReadOnlyList<CheckResult> Results(bool skipReplicated = false) => PreflightEvaluator.Evaluate(Evidence(), skipReplicated);

    /// <summary>The one result of that id.</summary>
    public CheckResult Result(string id) => Results().Single(result => result.Id == id);
}
