using System;
using System.Collections.Generic;
using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace TravisOps.EncryptionKeys;

/// <summary>With what a backup of a key is protected or opened.</summary>
public sealed record KeyProtection
{
    /// <summary>How.</summary>
    public KeyProtectionKind Kind { get; init; }

    /// <summary>The passphrase; null when there is none.</summary>
    public SecureString? Passphrase { get; init; }

    /// <summary>The certificates; to open a backup, with their private keys. When there are none, the certificate stores are searched.</summary>
    public IReadOnlyList<X509Certificate2> Recipients { get; init; } = Array.Empty<X509Certificate2>();
}
