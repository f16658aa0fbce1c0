namespace TravisOps.Firewall;

/// <summary>What a TLS handshake showed.</summary>
internal sealed record TlsObservation
{
    /// <summary>The server's certificate, DER; null when none came.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>Such as <c>TLSv1.2</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>Why the source's trust store does not vouch for the chain; null when it does. Times and names are judged apart.</summary>
    public string? Distrust { get; init; }

    /// <summary>Why there was no handshake.</summary>
    public string? Error { get; init; }

    /// <summary>The answer was none of TLS.</summary>
    public bool NotTls { get; init; }

    /// <summary>How it ended where there was none: hung up, or silent.</summary>
    public GreetingEnd End { get; init; }
}
