using System.Threading;
using TravisOps.Ssh;

namespace TravisOps.Connections;

/// <summary>The keys that one host presented, or why none were had.</summary>
public sealed record HostKeyScan
{
    /// <summary>What it presented; nothing when that failed.</summary>
    public PresentedHostKeys Presented { get; init; } = new();

    /// <summary>Why there are none; null otherwise.</summary>
    public HostException? Failure { get; init; }

    /// <summary>Fetches the keys without logging in. Blocks; never throws but for the token.</summary>
    public static HostKeyScan Run(TravisHost host, SshOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new HostKeyScan { Presented = HostKeyScanner.Scan(host, options, cancellationToken) };
        }
        catch (HostException failure)
        {
            return new HostKeyScan { Failure = failure };
        }
    }
}
