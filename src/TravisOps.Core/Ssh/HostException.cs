using System;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>One host could not be looked at. The message says what happened, on which host, and what to do next.</summary>
public sealed class HostException : Exception
{
    /// <summary>Makes the error. What a server said may be in its texts: control characters are taken out of them.</summary>
    public HostException(HostFailureKind kind, string computerName, string message, string remedy, Exception? innerException = null)
        : base(PlainText.Harmless(message), innerException)
    {
        Kind = kind;
        ComputerName = computerName;
        Remedy = PlainText.Harmless(remedy);
    }

    /// <summary>Why.</summary>
    public HostFailureKind Kind { get; }

    /// <summary>The host, as the inventory names it.</summary>
    public string ComputerName { get; }

    /// <summary>What to do next, as something that can be pasted where that is possible.</summary>
    public string Remedy { get; }

    /// <summary>What was learnt on the way in before it failed.</summary>
    public ConnectionEvidence Connection { get; init; } = new();

    /// <summary>The same as data that can be stored.</summary>
    public HostFailure ToFailure() => new(Kind, Message, Remedy);
}
