using TravisOps.Evidence;
using TravisOps.Ssh;

namespace TravisOps.Environments;

/// <summary>Why an item of a host says nothing, in a few words.</summary>
internal static class WhyNot
{
    public static string In(HostEvidence host, string name)
    {
        var item = host.Find(name);
        return item?.Status switch
        {
            null => host.Failure is { } failure ? failure.Message : $"'{name}' is not in this evidence",
            EvidenceStatus.NotFound => "it is not there on this host" + Said(item),
            EvidenceStatus.TimedOut => "it did not end within its time limit",
            EvidenceStatus.Skipped => $"it was not tried, because {item!.SkippedAfter ?? "something that it stands on"} had not ended in time",
            EvidenceStatus.Denied => "the login may not read it",
            EvidenceStatus.Lost => "the connection ended before it was complete",
            _ => item!.Ok ? "its answer makes no sense" : $"it failed with exit code {item.ExitCode}" + Said(item),
        };
    }

    private static string Said(EvidenceItem item)
    {
        var said = PlainText.OneLine(item.ErrorText, 200);
        return said.Length == 0 ? string.Empty : $" ({said})";
    }
}
