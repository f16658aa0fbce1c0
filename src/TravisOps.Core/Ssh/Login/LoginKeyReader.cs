using System;
using System.IO;
using System.Security;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace TravisOps.Ssh;

/// <summary>Reads private key files: OpenSSH, PEM, PKCS#8 and PuTTY 2 and 3. Says in plain words what is wrong with one; nothing is contacted for that.</summary>
internal static class LoginKeyReader
{
    /// <summary>A key file is a few kilobytes; what is larger is something else.</summary>
    private const int MaxBytes = 256 * 1024;

    /// <summary>Reads the file.</summary>
    /// <exception cref="LoginKeyException">It can't be used; the message says why and what to do.</exception>
    public static LoginKey Read(string path, SecureString? passphrase)
    {
        var content = ReadContent(path);
        try
        {
            var text = Encoding.UTF8.GetString(content);
            RefusePublicKey(path, text);
            return Parse(path, content, text, passphrase);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    private static LoginKey Parse(string path, byte[] content, string text, SecureString? passphrase)
    {
        var given = passphrase is { Length: > 0 };
        if (!given && IsVisiblyEncrypted(text))
        {
            throw NeedsPassphrase(path, null);
        }

        try
        {
            if (Pkcs8Ed25519.TryRead(text, passphrase) is { } key)
            {
                return new LoginKey(path, new PrivateKeyFile(key), isPutty: false);
            }

            using var stream = new MemoryStream(content, writable: false);
            return new LoginKey(path, new PrivateKeyFile(stream, given ? SecureText.ToText(passphrase!) : null), IsPutty(text));
        }
        catch (SshPassPhraseNullOrEmptyException error)
        {
            throw NeedsPassphrase(path, error);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // What a wrong passphrase raises differs by format: bad padding, bad check bytes, bad MAC, broken ASN.1.
            throw given
                ? new LoginKeyException($"The key file {path} can't be opened with the passphrase that was given.", "Give the right one with -KeyPassphrase (Read-Host -AsSecureString), or try it: ssh-keygen -y -f '" + path + "'", error)
                : new LoginKeyException($"The key file {path} can't be read as a private key: {Plain(error)}", "Use an Ed25519, ECDSA or RSA key in OpenSSH, PEM, PKCS#8 or PuTTY format; this makes one: ssh-keygen -t ed25519", error);
        }
    }

    private static byte[] ReadContent(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new LoginKeyException($"The key file {path} is a folder.", "Give the private key file in it with -KeyFilePath.");
            }

            var length = new FileInfo(path).Length;
            return length <= MaxBytes
                ? File.ReadAllBytes(path)
                : throw new LoginKeyException($"The key file {path} has {length} bytes: that is no key file.", "Give a private key file with -KeyFilePath.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LoginKeyException($"The key file {path} does not exist.", "Give another with -KeyFilePath, or correct keyFile in the inventory.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LoginKeyException($"The key file {path} can't be read: {error.Message}", "Make it readable for the user who runs this, and for nobody else.", error);
        }
    }

    private static void RefusePublicKey(string path, string text)
    {
        var start = text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (StartsWithAny(start, "ssh-", "ecdsa-sha2-", "sk-", "---- BEGIN SSH2 PUBLIC KEY", "-----BEGIN PUBLIC KEY", "-----BEGIN RSA PUBLIC KEY"))
        {
            var hint = path.EndsWith(".pub", StringComparison.OrdinalIgnoreCase) ? path.Substring(0, path.Length - 4) : null;
            throw new LoginKeyException(
                $"The key file {path} is a public key; logging in needs the private one.",
                hint is not null && File.Exists(hint) ? "Its private half seems to be " + hint : "Give the private key file with -KeyFilePath.");
        }
    }

    private static bool IsVisiblyEncrypted(string text) =>
        text.Contains("BEGIN ENCRYPTED PRIVATE KEY")
        || text.Contains("Proc-Type: 4,ENCRYPTED")
        || (IsPutty(text) && text.Contains("Encryption: aes"));

    private static bool IsPutty(string text) => text.Contains("PuTTY-User-Key-File-");

    private static bool StartsWithAny(string text, params string[] prefixes) => Array.Exists(prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal));

    private static LoginKeyException NeedsPassphrase(string path, Exception? error) =>
        new($"The key file {path} is protected by a passphrase and none was given.", "Give it with -KeyPassphrase (Read-Host -AsSecureString).", error);

    private static string Plain(Exception error) => error.Message.Length > 0 ? error.Message.TrimEnd('.') + "." : error.GetType().Name + ".";
}
