using System;
using System.Security.Cryptography;

namespace TravisOps.Ssh;

/// <summary>Fingerprints in the form that OpenSSH prints.</summary>
internal static class HostKeyFingerprint
{
    /// <summary><c>SHA256:</c> and the hash of the key in base64 without padding, as <c>ssh-keygen -l</c> prints it.</summary>
    public static string Of(byte[] key)
    {
#if NET
        var hash = SHA256.HashData(key);
#else
        using var sha256 = SHA256.Create();
        var hash = sha256.ComputeHash(key);
#endif
        return "SHA256:" + Convert.ToBase64String(hash).TrimEnd('=');
    }
}
