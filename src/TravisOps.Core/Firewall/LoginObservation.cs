namespace TravisOps.Firewall;

/// <summary>How a log-in to the broker went, as <c>talk.bash</c> tells it.</summary>
internal sealed record LoginObservation
{
    /// <summary>Why it was not tried, as one of the script's words; null when it was.</summary>
    public string? Obstacle { get; init; }

    public string? User { get; init; }

    public string? Vhost { get; init; }

    /// <summary>AMQP_URI names another host than the one that was asked.</summary>
    public bool OtherHost { get; init; }

    /// <summary>The broker took user and token: Connection.Tune came.</summary>
    public bool Tuned { get; init; }

    /// <summary>The last word: <c>open</c>, <c>close</c>, <c>closed</c>, <c>silent</c> or <c>other</c>; null when none came.</summary>
    public string? End { get; init; }

    /// <summary>The reply code of <c>close</c> (AMQP 0-9-1, 1.2).</summary>
    public int Code { get; init; }
}
