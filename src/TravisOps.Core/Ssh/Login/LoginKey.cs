using System.Collections.Generic;
using System.Linq;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace TravisOps.Ssh;

/// <summary>
/// A private key that was read, offering exactly one signature algorithm: with one the library signs at once, with several (it has
/// three for RSA, SHA-1 among them) it asks first and a round trip is lost. Shared by all hosts of a run.
/// </summary>
internal sealed class LoginKey : IPrivateKeySource
{
    private readonly SharedAlgorithm _algorithm;

    public LoginKey(string path, PrivateKeyFile file, bool isPutty)
    {
        Path = path;
        IsPutty = isPutty;
        var algorithm = file.HostKeyAlgorithms.FirstOrDefault(candidate => candidate.Name == "rsa-sha2-512") ?? file.HostKeyAlgorithms.First();
        _algorithm = new SharedAlgorithm(algorithm);
        Fingerprint = HostKeyFingerprint.Of(algorithm.Data);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>It is in PuTTY's format.</summary>
    public bool IsPutty { get; }

    /// <summary>Fingerprint of its public half.</summary>
    public string Fingerprint { get; }

    /// <summary>True for RSA, which servers before OpenSSH 7.2 only take with SHA-1.</summary>
    public bool IsRsa => _algorithm.Name == "rsa-sha2-512";

    /// <inheritdoc/>
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms => [_algorithm];

    /// <summary>One signer at a time: .NET promises no thread safety for RSA and ECDSA objects.</summary>
    private sealed class SharedAlgorithm(HostAlgorithm inner) : HostAlgorithm(inner.Name)
    {
        private readonly object _gate = new();

        public override byte[] Data { get; } = inner.Data;

        public override byte[] Sign(byte[] data)
        {
            lock (_gate)
            {
                return inner.Sign(data);
            }
        }

        public override bool VerifySignature(byte[] data, byte[] signature)
        {
            lock (_gate)
            {
                return inner.VerifySignature(data, signature);
            }
        }
    }
}
