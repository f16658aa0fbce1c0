using System;

namespace TravisOps.Installations;

/// <summary>
/// The inventory, or a parameter that stands for a part of it, can't be used. The message begins with the place,
/// <c>file(line,column)</c> or the parameter's name, and says what was expected. It never holds a secret.
/// </summary>
public sealed class InventoryException : Exception
{
    internal InventoryException(InventoryErrorKind kind, Origin origin, string problem, Exception? innerException = null)
        : base($"{origin}: {problem}", innerException)
    {
        Kind = kind;
        File = origin.File;
        Line = origin.Line;
        Column = origin.Column;
        ParameterName = origin.ParameterName;
    }

    internal InventoryException(InventoryErrorKind kind, string message)
        : base(message) => Kind = kind;

    /// <summary>What kind of error it is.</summary>
    public InventoryErrorKind Kind { get; }

    /// <summary>The file, or null when the value came from a parameter or no file was found.</summary>
    public string? File { get; }

    /// <summary>Line in the file, from 1; 0 when the error is not about a place in a file.</summary>
    public int Line { get; }

    /// <summary>Column in the line, from 1 and in UTF-16 units; 0 when the error is not about a place in a file.</summary>
    public int Column { get; }

    /// <summary>The parameter that holds the value, such as <c>-Worker</c>; null when it came from a file.</summary>
    public string? ParameterName { get; }
}
