using System.IO;

namespace TravisOps.Bundles;

/// <summary>A log, or the word of one that was left out.</summary>
/// <param name="Name">The path on the host, or a name.</param>
/// <param name="Content">Its content, to be read before the next; null for one that was left out.</param>
/// <param name="Cut">Bytes that were cut away at its beginning; 0 for none, -1 for an unknown number.</param>
/// <param name="Reason">Why it was left out.</param>
internal sealed record LogFrame(string Name, Stream? Content, long Cut, string? Reason);
