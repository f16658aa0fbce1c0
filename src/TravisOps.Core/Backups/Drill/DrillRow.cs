namespace TravisOps.Backups;

/// <summary>One value of an encrypted column, as it stands in the restored database: encrypted.</summary>
/// <param name="Column">Table and column.</param>
/// <param name="Id">The row.</param>
/// <param name="Value">The value.</param>
internal sealed record DrillRow(string Column, string Id, string Value);
