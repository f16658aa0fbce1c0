namespace TravisOps.Bundles;

/// <summary>A file of a bundle.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal digits.</param>
public sealed record ManifestFile(string Path, long Bytes, string Sha256);
