using System.Collections.Generic;

namespace TravisOps.Changes;

/// <summary>What changed on a host lately.</summary>
/// <param name="Changes">The changes, newest first.</param>
/// <param name="NotKnown">What could not be looked at, with the reason.</param>
public sealed record ChangeReport(IReadOnlyList<TravisChange> Changes, IReadOnlyList<string> NotKnown);
