namespace TravisOps.EncryptionKeys;

/// <summary>How the backup of a key is protected.</summary>
public enum KeyProtectionKind
{
    /// <summary>Not at all, but for the permissions of the file.</summary>
    PlainText,

    /// <summary>With a passphrase, in the format of age.</summary>
    Passphrase,

    /// <summary>For the holders of certificates, as CMS.</summary>
    Recipient,
}
