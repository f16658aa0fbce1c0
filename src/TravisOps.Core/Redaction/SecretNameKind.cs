namespace TravisOps.Redaction;

/// <summary>How much the name of a setting says about its value.</summary>
public enum SecretNameKind
{
    /// <summary>Nothing: an ordinary setting.</summary>
    None,

    /// <summary>It may be a secret, such as <c>key</c> or <c>auth</c>: one when the value looks random.</summary>
    Maybe,

    /// <summary>It is a secret, such as <c>password</c> or <c>API_TOKEN</c>, whatever the value looks like.</summary>
    Secret,
}
