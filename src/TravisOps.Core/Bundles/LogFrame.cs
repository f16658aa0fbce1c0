using System.IO;

namespace TravisOps.Bundles;

/// <summary>A log, or a remark on one.</summary>
/// <param name="Name">The path on the host, or a name.</param>
/// <param name="Content">Its content, to be read before the next; null for a remark.</param>
/// <param name="Cut">Bytes that were cut away at its beginning; 0 for none.</param>
/// <param name="Remark">The remark; null for a log.</param>
internal sealed record LogFrame(string Name, Stream? Content, long Cut, LogRemark? Remark);
