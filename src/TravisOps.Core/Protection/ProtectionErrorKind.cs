namespace TravisOps.Protection;

/// <summary>Why something could not be encrypted or opened.</summary>
public enum ProtectionErrorKind
{
    /// <summary>It is damaged, cut short, or not of the expected format.</summary>
    Damaged,

    /// <summary>The passphrase is not the one.</summary>
    WrongPassphrase,

    /// <summary>A passphrase is needed, and none was given.</summary>
    PassphraseNeeded,

    /// <summary>No private key that opens it was given or is in the certificate stores.</summary>
    NoPrivateKey,

    /// <summary>The certificate was not found, or can't be used for this.</summary>
    BadRecipient,

    /// <summary>It is well-formed, and of a kind that is not supported here.</summary>
    NotSupported,
}
