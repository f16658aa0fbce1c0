using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Checks.Workers;

/// <summary>What the log of travis-worker says of its starts.</summary>
/// <param name="Attempts">When it was started, whether it came up or not; the last 50, UTC.</param>
/// <param name="Oldest">The time of the oldest line that was read, UTC; null when no line has one.</param>
/// <param name="Whole">There was nothing before it.</param>
/// <param name="Connected">When it last said that it has reached RabbitMQ and its backend ("worker started"); null: not in what was read. The host's own time where that took too long to look for.</param>
internal sealed record StartLog(IReadOnlyList<DateTime> Attempts, DateTime? Oldest, bool Whole, DateTime? Connected)
{
    /// <summary>How many attempts there were after a moment.</summary>
    public int Since(DateTime time) => Attempts.Count(attempt => attempt > time);

    /// <summary>Everything after a moment was read.</summary>
    public bool Covers(DateTime time) => Whole || Oldest <= time;
}
