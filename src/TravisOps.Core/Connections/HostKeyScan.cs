using System.Collections.Generic;
using System.Threading;
using TravisOps.Ssh;

namespace TravisOps.Connections;

/// <summary>The keys that one host presented, or why none were had.</summary>
public sealed record HostKeyScan
{
    /// <summary>The keys, best type first.</summary>
    public IReadOnlyList<ScannedHostKey> Keys { get; init; } = [];

    /// <summary>Why there are none; null otherwise.</summary>
    public HostException? Failure { get; init; }

    /// <summary>Fetches the keys without logging in. Blocks; never throws but for the token.</summary>
    public static HostKeyScan Run(TravisHost host, SshOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new HostKeyScan { Keys = HostKeyScanner.Scan(host, options, cancellationToken) };
        }
        catch (HostException failure)
        {
            return new HostKeyScan { Failure = failure };
        }
    }
}
