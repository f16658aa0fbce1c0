namespace TravisOps.Firewall;

/// <summary>How an open port is greeted.</summary>
public enum PortProtocol
{
    /// <summary>Not at all: only connected to.</summary>
    None,

    /// <summary>SSH: the server's version line is read (RFC 4253 section 4.2).</summary>
    Ssh,

    /// <summary>HTTP: the status line of <c>GET /</c>.</summary>
    Http,

    /// <summary>HTTP inside TLS: the certificate, and the status line.</summary>
    Https,

    /// <summary>AMQP 0-9-1: the protocol header, answered by Connection.Start.</summary>
    Amqp,

    /// <summary>AMQP 0-9-1 inside TLS.</summary>
    Amqps,
}
