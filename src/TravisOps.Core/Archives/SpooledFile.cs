namespace TravisOps.Archives;

/// <summary>A file that waits to be put into an archive, compressed already.</summary>
/// <param name="Path">Its path in the archive.</param>
/// <param name="Compressed">Its compressed bytes.</param>
/// <param name="Length">Its length.</param>
/// <param name="CompressedLength">The length of its compressed bytes; 0 for an empty file.</param>
/// <param name="Crc32">Its checksum.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits.</param>
internal sealed record SpooledFile(string Path, SpooledBytes Compressed, long Length, long CompressedLength, uint Crc32, string Sha256);
