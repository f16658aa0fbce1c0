using System.Collections.Generic;
using TravisOps.Checks;
using TravisOps.Probing;

namespace TravisOps.Connections;

/// <summary>What is asked of a host to tell who it is: a few small files. They are the preflight's, so that recorded evidence answers both.</summary>
public static class ConnectionPlan
{
    /// <summary>The plan; the same for both roles.</summary>
    public static IReadOnlyList<ProbeItem> Items { get; } = [PreflightItems.OsRelease, PreflightItems.LsbRelease, PreflightItems.Kernel];
}
