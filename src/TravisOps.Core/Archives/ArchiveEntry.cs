using System.IO;

namespace TravisOps.Archives;

/// <summary>A file in an archive.</summary>
/// <param name="Path">Its path with forward slashes: relative, without <c>.</c> and <c>..</c>, without links on the way.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Content">Its content, to be read before the next entry; it throws when it turns out longer, shorter or other than the archive says.</param>
internal sealed record ArchiveEntry(string Path, long Length, Stream Content);
