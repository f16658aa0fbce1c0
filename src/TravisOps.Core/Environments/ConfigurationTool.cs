using System;

namespace TravisOps.Environments;

/// <summary>A tool of configuration management on a host.</summary>
public sealed record ConfigurationTool
{
    /// <summary>Its name, such as <c>Puppet</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is at work.</summary>
    public required ConfigurationToolState State { get; init; }

    /// <summary>What proves it: process, cron table, package or path.</summary>
    public required string Proof { get; init; }

    /// <summary>Its last run as far as files tell, UTC; null when none tells.</summary>
    public DateTime? LastRun { get; init; }

    /// <summary>Name and state.</summary>
    public override string ToString() => $"{Name} ({State})";
}
