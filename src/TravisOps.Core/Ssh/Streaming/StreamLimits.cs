using System;
using System.Threading;

namespace TravisOps.Ssh;

/// <summary>
/// How long to wait for what. There is no limit on the whole: a backup may take hours. Both sides show every five seconds that they are there, also while
/// no data flows because a reader or a disk is slow.
/// </summary>
public sealed record StreamLimits
{
    /// <summary>Seconds between two signs of life.</summary>
    internal const int BeatSeconds = 5;

    /// <summary>Seconds after which the host takes this side for gone, and ends what runs there.</summary>
    internal const int HostPatienceSeconds = 60;

    /// <summary>The same while data flows to the host, where a slow disk may keep it from hearing us.</summary>
    internal const int HostUploadPatienceSeconds = 600;

    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(10);

    /// <summary>How long nothing at all may come from the host: data, or one of its signs of life. 30 seconds by default.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long no data may flow although both sides are there and this one waits for it. 15 minutes by default.</summary>
    public TimeSpan NoProgress { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long the host may take behind the last byte, for what <see cref="StreamScript.Finally"/> has to do. It is not ended there by that: only the wait for it is. Two hours by
    /// default, more than what the module's own scripts allow each of their steps.
    /// </summary>
    public TimeSpan Ending { get; init; } = TimeSpan.FromHours(2);

    /// <summary>
    /// Blocks of 64 KiB that a download grants at once; two grants are out, and as much may be waiting in memory, in a buffer of the library that doubles up to it: three times as
    /// much in all. By default 2 MiB to a host that is near, and 4 MiB to one whose round trip is longer than 10 ms: 400 MB/s over those, 80 MB/s over 100 ms, four times the
    /// window of OpenSSH's client. One process on the host moves a grant, which costs it a millisecond.
    /// </summary>
    public int? GrantBlocks { get; init; }

    /// <summary>The blocks of a grant to a host with that round trip.</summary>
    internal int Grant(TimeSpan? roundTrip) => GrantBlocks ?? (roundTrip <= Near ? 32 : 64);

    /// <summary>For what may be quiet for as long as it likes, such as a log that is followed.</summary>
    public static StreamLimits Patient { get; } = new() { NoProgress = Timeout.InfiniteTimeSpan };

    /// <summary>For programs that have most of their work behind their last byte, such as a pg_restore that builds indexes: as long as the host shows that it is there.</summary>
    public static StreamLimits PatientAtEnd { get; } = new() { Ending = Timeout.InfiniteTimeSpan };
}
