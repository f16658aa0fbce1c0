using System;

namespace TravisOps.Ssh;

/// <summary>A key that a host presented, proven by a signature and trusted by nobody yet.</summary>
public sealed record ScannedHostKey
{
    internal ScannedHostKey(string keyType, byte[] key)
    {
        KeyType = keyType;
        Fingerprint = HostKeyFingerprint.Of(key);
        Base64 = Convert.ToBase64String(key);
    }

    /// <summary>Its type, such as <c>ssh-ed25519</c>.</summary>
    public string KeyType { get; }

    /// <summary>Its fingerprint in OpenSSH's form, <c>SHA256:…</c>.</summary>
    public string Fingerprint { get; }

    /// <summary>The key as known_hosts has it.</summary>
    public string Base64 { get; }
}
