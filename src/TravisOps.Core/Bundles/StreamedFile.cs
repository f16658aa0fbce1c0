namespace TravisOps.Bundles;

/// <summary>A log that is in the spool.</summary>
/// <param name="Path">Its path in the bundle.</param>
/// <param name="Cut">Bytes that were cut away at its beginning on the host.</param>
/// <param name="CanBeCut">Its newest part tells something alone; what was in an archive does not, as nobody can tell its order.</param>
internal sealed record StreamedFile(string Path, long Cut, bool CanBeCut);
