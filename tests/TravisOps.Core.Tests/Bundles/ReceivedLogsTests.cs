using TravisOps.Archives;
using TravisOps.Bundles;
using Xunit;

namespace TravisOps.Core.Tests.Bundles;

/// <summary>What the contract says of logs, from what came and what was said of them.</summary>
public sealed class ReceivedLogsTests
{
    private static readonly ContractEntry s_entry = new() { ComputerName = "a", Source = "worker-log", Title = "Log", State = ContractState.Missing };

    [Theory]
    [InlineData(1, ContractState.Received, null, "")]
    [InlineData(0, ContractState.Missing, "There is none at the usual places.", "")]
    [InlineData(0, ContractState.Received, "a.log: older than -Since.", "since")]
    [InlineData(1, ContractState.Received, "a.log: older than -Since.", "since")]
    [InlineData(0, ContractState.Missing, "a.log: cannot be read.", "unreadable")]
    [InlineData(1, ContractState.Partial, "a.log: cannot be read; a.log: its 7 bytes are over the limit; a.log: older than -Since.", "unreadable limit since")]
    [InlineData(0, ContractState.Missing, "a.log: older than -Since; a.log: its 7 bytes are over the limit.", "since limit")]
    [InlineData(1, ContractState.Partial, "a.log: no new one was made: this one is older.", "stale")]
    [InlineData(0, ContractState.Missing, "a.log: none was made.", "none")]
    public void The_worst_remark_counts_and_only_what_was_not_asked_for_is_no_gap(int files, ContractState state, string? reason, string words)
    {
        var received = new ReceivedLogs();
        foreach (var word in words.Split(' ', System.StringSplitOptions.RemoveEmptyEntries))
        {
            received.Note("a.log", LogRemark.Of(word, 7));
        }

        for (var i = 0; i < files; i++)
        {
            received.Take([new SpooledFile($"{i}", null!, 5, 5, 0, string.Empty)]);
        }

        Assert.Equal(s_entry with { State = state, Reason = reason, Files = files, Bytes = files * 5 }, received.Whole(s_entry));
    }
}
