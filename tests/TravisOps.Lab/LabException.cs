using System;

namespace TravisOps.Lab;

/// <summary>A lab could not be started or steered; the message says why and where its log is.</summary>
public sealed class LabException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, on which host, and what to do.</param>
    public LabException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, on which host, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public LabException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
