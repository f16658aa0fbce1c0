using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Checks.Overall;
using TravisOps.Evidence;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using Xunit;

namespace TravisOps.Core.Tests.Lab.Drills;

/// <summary>A lab as Test-TravisInstallation sees it. Hosts that nobody touched are not asked again.</summary>
internal sealed class DrillGround(LabInstallation lab, params TravisArea[] areas)
{
    // As many connections at once as a small machine can serve within their time limits.
    private const int AtOnce = 8;

    private readonly TravisInstallation _installation = InventoryReader.Read(lab.InventoryPath).Select(null);
    private readonly string _key = ProbeNonce.Create();
    private readonly Dictionary<string, HostEvidence> _evidence = [];
    private readonly List<CheckResult> _results = [];

    /// <summary>What hosts say of themselves; ports cost a drill more than they tell.</summary>
    public static TravisArea[] WithoutPorts { get; } = [TravisArea.Preflight, TravisArea.Docker, TravisArea.Worker];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is to be done, in order; of the last look.</summary>
    public IReadOnlyList<InstallationTask> Tasks { get; private set; } = [];

    /// <summary>Asks hosts, all for a null, and judges the whole installation.</summary>
    public void Look(IReadOnlyCollection<string>? hosts = null)
    {
        var asked = _installation.Hosts.Where(host => hosts?.Contains(host.ComputerName) ?? true).ToList();
        Parallel.ForEach(asked, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Token }, host =>
        {
            var options = new SshOptions { Timeout = TimeSpan.FromSeconds(120) };
            var evidence = HostProbe.Run(host, InstallationAreas.Plan(_installation, host, areas), options, Token, _key);
            lock (_evidence)
            {
                _evidence[host.ComputerName] = evidence;
            }
        });

        var all = _installation.Hosts.ToList();
        var judge = new InstallationJudge("lab", [.. all.Select(host => (host.ComputerName, host.Role))], areas);
        _results.Clear();
        _results.AddRange(all.SelectMany(host => judge.Add(_evidence[host.ComputerName])));
        _results.AddRange(judge.Complete());
        Tasks = judge.Summarize().First;
    }

    /// <summary>What is to be done first on a host; null when nothing is.</summary>
    /// <param name="host">The host.</param>
    /// <param name="but">A check that is left out.</param>
    public InstallationTask? First(string host, string? but = null) => Tasks.FirstOrDefault(task => task.ComputerName.Contains(host) && (but is null || !Is(task.Id, but)));

    /// <summary>The results of a check on a host, suffixes included.</summary>
    public IReadOnlyList<CheckResult> Results(string host, string id) => [.. _results.Where(result => result.ComputerName == host && Is(result.Id, id))];

    /// <summary>Whether an id is that of a check, or of one of its results.</summary>
    public static bool Is(string? id, string check) => id == check || (id?.StartsWith(check + ".", StringComparison.Ordinal) ?? false);

    /// <summary>Runs a printed fix as it stands, as whoever pasted it after logging in.</summary>
    public Task<LabExecResult> PasteAsync(string host, string remedy) => SystemSsh.RunAsync(lab, Host(host), "ops", remedy, Token);

    /// <summary>Runs a script at the host's console.</summary>
    public async Task<LabExecResult> AtConsoleAsync(string host, string script) =>
        await Host(host).ExecAsync(script.Replace("TOKEN", await System.IO.File.ReadAllTextAsync(System.IO.Path.Combine(lab.StateDirectory, "rabbitmq-password"), Token), StringComparison.Ordinal), Token);

    /// <summary>What is wrong with the first task of a host before anything was done for it; null when it is the right one.</summary>
    public string? Judge(Drill drill, string host)
    {
        var first = First(host);
        if (!Is(first?.Id, drill.Id))
        {
            return $"{drill.Fault}: first on {host} is {first?.Id ?? "nothing"} {first?.Status}: {first?.Message}, not {drill.Id}";
        }

        string[] missing = [.. drill.Says.Select(text => Fill(text, host)).Where(text => !first!.Remedy!.Contains(text, StringComparison.Ordinal))];
        return missing.Length == 0 ? null : $"{drill.Fault}: the fix does not say \"{string.Join("\" or \"", missing)}\": {first!.Remedy}";
    }

    /// <summary>What is wrong once the fault was mended; null when nothing is.</summary>
    public string? JudgeMended(Drill drill, string host)
    {
        var results = Results(host, drill.Id);
        var bad = results.FirstOrDefault(result => result.Status != CheckStatus.Pass);
        if (bad is not null)
        {
            return $"{drill.Fault}, mended: {bad.Id} {bad.Status}: {bad.Message}";
        }

        // Where all can be looked at, nothing else is left either.
        var left = drill.NoDocker ? null : First(host, drill.Leaves);
        return left is null ? null : $"{drill.Fault}, mended: {left.Id} {left.Status} is left: {left.Message}";
    }

    private LabHost Host(string name) => lab.Hosts.Single(host => host.Name == name);

    private string Fill(string text, string host) => text.Replace("ADDRESS", Host(host).Address, StringComparison.Ordinal).Replace("HOST", host, StringComparison.Ordinal);
}
