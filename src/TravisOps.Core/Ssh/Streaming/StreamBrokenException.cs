using System.IO;

namespace TravisOps.Ssh;

/// <summary>A stream from a host is not whole. A reader gets this where the end of file would be, so that a part is never taken for all.</summary>
public sealed class StreamBrokenException(StreamOutcome outcome) : IOException(outcome.Failure?.Message ?? "The stream is not whole.")
{
    /// <summary>What it came to.</summary>
    public StreamOutcome Outcome { get; } = outcome;
}
