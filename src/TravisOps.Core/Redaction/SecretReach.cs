namespace TravisOps.Redaction;

/// <summary>What beside a form of a secret also belongs to it.</summary>
internal enum SecretReach
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A character of base64 on each side, which carries some of its bits.</summary>
    Neighbours,

    /// <summary>The run of base64 that it stands in: it is a piece of a line of a key.</summary>
    Run,
}
