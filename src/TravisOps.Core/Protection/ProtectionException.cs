using System;

namespace TravisOps.Protection;

/// <summary>Something could not be encrypted or opened. The message never has a secret in it.</summary>
public sealed class ProtectionException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="message">What is wrong, for people.</param>
    /// <param name="innerException">What it comes from.</param>
    public ProtectionException(ProtectionErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What is wrong.</summary>
    public ProtectionErrorKind Kind { get; }
}
