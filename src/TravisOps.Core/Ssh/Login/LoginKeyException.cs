using System;

namespace TravisOps.Ssh;

/// <summary>A key file can't be used.</summary>
internal sealed class LoginKeyException(string message, string remedy, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What to do.</summary>
    public string Remedy { get; } = remedy;
}
