using System.Collections.Generic;
using System.Linq;
using TravisOps.Archives;

namespace TravisOps.Bundles;

/// <summary>Adds up what came of one kind of logs of a host, and what was said of it.</summary>
internal sealed class ReceivedLogs
{
    private readonly List<string> _notes = [];
    private ContractState _state = ContractState.Received;
    private bool _isQuiet;
    private int _files;
    private long _bytes;

    /// <summary>A remark on a log. The worst of them tells what became of all.</summary>
    public void Note(string name, LogRemark remark)
    {
        _notes.Add($"{name}: {remark.Text}");
        _isQuiet |= remark.State == ContractState.Received;
        _state = remark.State > _state ? remark.State : _state;
    }

    /// <summary>What a log became.</summary>
    public void Take(IReadOnlyList<SpooledFile> files)
    {
        _files += files.Count;
        _bytes += files.Sum(file => file.Length);
    }

    /// <summary>All of it came.</summary>
    public ContractEntry Whole(ContractEntry entry)
    {
        // One that is there and has nothing of the time that was asked for is no gap.
        var nothing = _files == 0 && !(_isQuiet && _state == ContractState.Received);
        return Fill(entry, nothing ? ContractState.Missing : _state, nothing && _notes.Count == 0 ? "There is none at the usual places." : null);
    }

    /// <summary>It ended early.</summary>
    public ContractEntry Broken(ContractEntry entry, string reason) => Fill(entry, _files == 0 ? ContractState.Missing : ContractState.Partial, reason);

    private ContractEntry Fill(ContractEntry entry, ContractState state, string? reason) => entry with
    {
        State = state,
        Files = _files,
        Bytes = _bytes,
        Reason = reason ?? (_notes.Count == 0 ? null : string.Join("; ", _notes) + "."),
    };
}
