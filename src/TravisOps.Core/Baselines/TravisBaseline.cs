using System;
using System.Collections.Generic;

namespace TravisOps.Baselines;

/// <summary>An installation as it was at one time, fact by fact, to be compared with later. Holds no secret and no hash of one.</summary>
public sealed record TravisBaseline
{
    /// <summary>The installation's name in the inventory; empty when it was made from recorded evidence.</summary>
    public required string Installation { get; init; }

    /// <summary>When the last of the hosts was looked at, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The hosts: the platform first, then the workers by name.</summary>
    public required IReadOnlyList<BaselineHost> Hosts { get; init; }
}
