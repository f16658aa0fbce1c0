using System;

namespace TravisOps.Redaction;

/// <summary>The content can't be looked through, so it must not be passed on. The message says why and holds nothing of the content.</summary>
internal sealed class UnredactableException : Exception
{
    public UnredactableException(string message)
        : base(message)
    {
    }

    public UnredactableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
