using System;
using System.Collections.Generic;

namespace TravisOps.Workers.Settings;

/// <summary>One file of settings of a worker, as settings.awk took it apart.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="State"><c>file</c>, <c>missing</c> or <c>denied</c>.</param>
/// <param name="Changed">When it was last written, UTC; null when that is not known.</param>
/// <param name="Records">What is in it, in the order of the file; first what a shell sees, then what docker sees.</param>
internal sealed record SettingsFile(string Path, string State, DateTime? Changed, IReadOnlyList<SettingsRecord> Records)
{
    /// <summary>It was read.</summary>
    public bool Read => State == "file";
}
