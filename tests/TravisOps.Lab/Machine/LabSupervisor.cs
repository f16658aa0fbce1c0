using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace TravisOps.Lab.Machine;

/// <summary>
/// The lab's first process (Resources/lab.sh) as seen from here: starts it, follows its events until all hosts serve, ends it by
/// closing its standard input.
/// </summary>
internal sealed class LabSupervisor : IAsyncDisposable
{
    /// <summary>Far beyond what a start takes on a busy machine; a host that is not up by then hangs.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly LabSlot _slot;
    private readonly StateFiles _state;
    private readonly Process _process;
    private readonly Dictionary<string, int> _pids = [];

    private LabSupervisor(LabSlot slot, StateFiles state, Process process)
    {
        _slot = slot;
        _state = state;
        _process = process;
    }

    /// <summary>The supervisor's process id as this machine counts; its network namespace holds the bridge.</summary>
    public int Pid { get; private set; }

    /// <summary>Starts it in new namespaces. Nothing serves yet.</summary>
    public static LabSupervisor Start(LabSlot slot, StateFiles state)
    {
        // A session of its own: Ctrl+C in a terminal is for the program, which then ends the lab in order.
        ProcessStartInfo info = Command.Prepare(
            "setsid", "unshare", "--fork", "--kill-child", "--pid", "--mount", "--propagation", "private", "--net",
            "bash", $"{slot.RunDirectory}/lib/lab.sh", slot.RunDirectory, state.Directory);
        return new(slot, state, Process.Start(info)!);
    }

    /// <summary>The process id of a host's process 1, as this machine counts.</summary>
    public int PidOf(string host) => _pids[host];

    /// <summary>Follows the events until every host is ready.</summary>
    /// <exception cref="LabException">A host or the supervisor failed; the end of its log is in the message.</exception>
    public async Task WaitUntilReadyAsync(IEnumerable<string> hosts, CancellationToken cancellationToken)
    {
        HashSet<string> missing = [.. hosts];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (missing.Count > 0)
            {
                await HandleAsync(await NextEventAsync(limit.Token).ConfigureAwait(false), missing, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(missing.First(), $"not ready after {StartLimit.TotalMinutes} minutes");
        }
    }

    /// <summary>Ends the lab: every host dies with it. Returns when the last process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped or stuck: its child dies with it.
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private async Task<string> NextEventAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false)
        ?? throw Failure("lab", $"it ended unexpectedly {await _process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false)}");

    private async Task HandleAsync(string line, HashSet<string> missing, CancellationToken cancellationToken)
    {
        string[] words = line.Split(' ', 3);
        switch (words[0])
        {
            case "lab-pid":
                Pid = int.Parse(words[1], CultureInfo.InvariantCulture);
                await JoinNetworkAsync(cancellationToken).ConfigureAwait(false);
                break;
            case "host-pid":
                _pids[words[1]] = int.Parse(words[2], CultureInfo.InvariantCulture);
                break;
            case "ready":
                missing.Remove(words[1]);
                break;
            case "failed":
                throw Failure(words[1], words[2]);
            default:
                throw Failure("lab", $"it said '{line}'");
        }
    }

    /// <summary>Gives this machine an address on the lab's bridge, by an interface of its own and without a change to any other.</summary>
    private async Task JoinNetworkAsync(CancellationToken cancellationToken)
    {
        string pid = Pid.ToString(CultureInfo.InvariantCulture);
        string batch =
            $"link add {_slot.Interface} type veth peer name here netns {pid}\n" +
            $"address add 10.213.{_slot.Number}.1/24 dev {_slot.Interface}\n" +
            $"link set {_slot.Interface} up\n";
        await Command.RequireAsync(Command.Prepare("ip", "-batch", "-"), batch, cancellationToken).ConfigureAwait(false);
        await Command.RequireAsync(
            Command.Prepare("nsenter", "--target", pid, "--net", "ip", "link", "set", "here", "master", "br0", "up"),
            "",
            cancellationToken).ConfigureAwait(false);
    }

    private LabException Failure(string who, string what)
    {
        string log = Path.Combine(_state.Logs, $"{who}.log");
        string tail = File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(10)) : "";
        return new($"The lab could not be started: {who}: {what}. Its log ends with:\n{tail}");
    }
}
