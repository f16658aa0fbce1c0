using System;

namespace TravisOps.EncryptionKeys;

/// <summary>A key could not be had, read or kept. The message never has a part of it.</summary>
public sealed class EncryptionKeyException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="message">What is wrong, for people.</param>
    /// <param name="remedy">What to do, as commands where that is possible; null when the message says it.</param>
    /// <param name="innerException">What it comes from.</param>
    public EncryptionKeyException(EncryptionKeyErrorKind kind, string message, string? remedy = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Remedy = remedy;
    }

    /// <summary>What is wrong.</summary>
    public EncryptionKeyErrorKind Kind { get; }

    /// <summary>What to do.</summary>
    public string? Remedy { get; }
}
