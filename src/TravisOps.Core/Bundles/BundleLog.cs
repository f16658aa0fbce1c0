using System;

namespace TravisOps.Bundles;

/// <summary>Logs of one kind on a host, too large for the probe: they are streamed.</summary>
/// <param name="Name">The folder that they get under the host's, such as <c>worker-log</c>.</param>
/// <param name="Title">What it is, for the contract.</param>
/// <param name="Script">POSIX sh that sends them, see <see cref="LogScript"/>.</param>
public sealed record BundleLog(string Name, string Title, string Script)
{
    /// <summary>The name of a file in it that tells what of it is missing, if there is one; and what reads that: why it is not whole, null when it is.</summary>
    internal (string FileName, Func<string, string?> Read)? Missing { get; init; }
}
