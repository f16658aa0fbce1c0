using System;

namespace TravisOps.Bundles;

/// <summary>How much of the logs is wanted.</summary>
/// <param name="Since">Older files and entries are left out, UTC; null for all.</param>
/// <param name="PerLog">Most bytes of one log; its newest end is kept.</param>
/// <param name="PerHost">Most bytes of all logs of a host; the newest come first.</param>
/// <param name="Estimate">Only sizes are wanted.</param>
public sealed record LogLimits(DateTime? Since, long PerLog, long PerHost, bool Estimate = false);
