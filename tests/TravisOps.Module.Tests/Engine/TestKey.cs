using System.Security.Cryptography;

namespace TravisOps.Module.Tests.Engine;

/// <summary>A private key that no host knows.</summary>
internal static class TestKey
{
    /// <summary>In PEM form, made anew in every run.</summary>
    public static string Pem { get; } = Make();

    private static string Make()
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem();
    }
}
