using System.Collections.Generic;

namespace TravisOps.Core.Tests.Lab.Drills;

/// <summary>A fault of the lab, the check that names it first, and how it goes away.</summary>
/// <param name="Fault">Its name in the lab.</param>
/// <param name="Id">The check whose result comes first on that host.</param>
internal sealed record Drill(string Fault, string Id)
{
    /// <summary>The style of worker that it needs: odd ones have Ubuntu 14.04's package, even ones 16.04's image. Null for any, of which most are odd.</summary>
    public bool? Odd { get; init; }

    /// <summary>Faults that are planted on the same host and must not be in the way: neither told of, nor a reason for another answer.</summary>
    public IReadOnlyList<string> Harmless { get; init; } = [];

    /// <summary>A host that is not looked at from inside runs no Docker Engine: it would cost a start and tell nothing.</summary>
    public bool NoDocker { get; init; }

    /// <summary>What happens on the host after the fault was planted, so that it shows.</summary>
    public string? Before { get; init; }

    /// <summary>Why no machine can do it. Null where the printed fix is a command, which is run as it stands.</summary>
    public string? Person { get; init; }

    /// <summary>What the fix for a person must say: what is to be done, and where. ADDRESS and HOST stand for the host's.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>What that person then does, at the host's console; null where nothing in a lab can do it. TOKEN stands for the platform's RabbitMQ password.</summary>
    public string? Deed { get; init; }

    /// <summary>A check that has something to say still, once all is mended.</summary>
    public string? Leaves { get; init; }

    /// <summary>Takes what was harmless away again, where the host is used further.</summary>
    public string? Afterwards { get; init; }
}
