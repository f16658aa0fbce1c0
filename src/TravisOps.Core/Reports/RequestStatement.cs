using System.Collections.Generic;

namespace TravisOps.Reports;

/// <summary>A statement made from evidence.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Files">The files of the bundle that prove it.</param>
public sealed record RequestStatement(string Text, IReadOnlyList<string> Files);
