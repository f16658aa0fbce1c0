using System.Collections.Generic;

namespace TravisOps.Bundles;

/// <summary>The logs of one kind of a host.</summary>
/// <param name="Entry">What came of what was expected.</param>
/// <param name="Files">The files, the newest first.</param>
internal sealed record StreamedLogs(ContractEntry Entry, IReadOnlyList<StreamedFile> Files);
