using System;

namespace TravisOps.Installations;

/// <summary>Where a value was given: a place in a file, or a parameter. Both give the same errors.</summary>
internal sealed record Origin
{
    public string? File { get; private init; }

    public int Line { get; private init; }

    public int Column { get; private init; }

    public string? ParameterName { get; private init; }

    public static Origin InFile(string file, long line = 0, long column = 0) =>
        new() { File = file, Line = (int)line, Column = (int)column };

    public static Origin OfParameter(string name) => new() { ParameterName = name };

    public InventoryException Error(string problem, Exception? innerException = null) =>
        new(InventoryErrorKind.Invalid, this, problem, innerException);

    /// <summary><c>/etc/travisops.yml(7,5)</c>, the form that compilers use and terminals and editors make a link of; or <c>-Worker</c>.</summary>
    public override string ToString() =>
        ParameterName ?? (Line > 0 ? $"{File}({Line},{Column})" : File ?? string.Empty);
}
