using System.Collections.Generic;
using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace TravisOps.Bundles;

/// <summary>With what an encrypted bundle is opened.</summary>
public sealed record BundleKeys
{
    /// <summary>Nothing but the certificate stores.</summary>
    public static BundleKeys None { get; } = new();

    /// <summary>The passphrase; null when there is none.</summary>
    public SecureString? Passphrase { get; init; }

    /// <summary>Certificates with their private keys. When there are none, the certificate stores are searched.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];
}
