using System;
using System.IO;
using System.Security.Cryptography;
using TravisOps.Protection;
using TravisOps.Ssh;

namespace TravisOps.Bundles;

/// <summary>Encrypts a finished archive, and opens one.</summary>
internal static class BundleProtection
{
    // It is opened into memory: nothing of it is to be on a disk that was not there before.
    private const int MaxOpened = 1024 * 1024 * 1024;

    /// <summary>True when it is to be encrypted.</summary>
    public static bool IsWanted(BundleOptions options) => options.Passphrase is not null || options.Recipients.Count > 0;

    /// <summary>Encrypts it.</summary>
    /// <exception cref="BundleException">A certificate or the passphrase can't be used.</exception>
    public static void Encrypt(Stream archive, Stream output, BundleOptions options)
    {
        try
        {
            if (options.Passphrase is null)
            {
                using var message = CmsWriter.Open(output, options.Recipients);
                archive.CopyTo(message);
                return;
            }

            var passphrase = SecureText.ToUtf8(options.Passphrase);
            try
            {
                using var age = new AgeWriter(output, passphrase);
                archive.CopyTo(age);
                age.Complete();
            }
            finally
            {
                SecretBytes.Clear(passphrase);
            }
        }
        catch (ProtectionException error)
        {
            throw new BundleException(BundleProblem.Locked, $"The bundle can't be encrypted: {error.Message}", "Give another -Passphrase or -Recipient.", error);
        }
    }

    /// <summary>The archive in a file, opened when it is encrypted.</summary>
    /// <exception cref="BundleException">It can't be opened.</exception>
    public static Stream Open(FileStream file, BundleKeys keys)
    {
        var start = new byte[4];
        var read = file.Read(start, 0, start.Length);
        file.Position = 0;
        if (read < start.Length || (start[0] == 'P' && start[1] == 'K') || Archives.GzipMembers.IsGzip(start))
        {
            return file;
        }

        var isAge = start[0] == 'a' || start[0] == '-';
        if (!isAge && start[0] != 0x30)
        {
            return file;
        }

        if (isAge && keys.Passphrase is null)
        {
            throw new BundleException(BundleProblem.Locked, $"'{file.Name}' is encrypted with a passphrase.", "Give -Passphrase (Read-Host -AsSecureString).");
        }

        var secret = isAge ? SecureText.ToUtf8(keys.Passphrase!) : null;
        try
        {
            using var content = isAge ? AgeReader.Open(file, secret!) : CmsReader.Open(file, keys.Certificates);
            return Copy(content, file.Name);
        }
        catch (Exception error) when (error is ProtectionException or CryptographicException)
        {
            throw new BundleException(BundleProblem.Locked, $"'{file.Name}' can't be opened: {error.Message}", isAge ? "Look whether it is the right -Passphrase." : "Give the certificate with its private key as -Recipient, or have it in the certificate store.", error);
        }
        finally
        {
            SecretBytes.Clear(secret);
            file.Dispose();
        }
    }

    private static MemoryStream Copy(Stream content, string name)
    {
        var memory = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = content.Read(buffer, 0, buffer.Length)) > 0)
        {
            if (memory.Length + read > MaxOpened)
            {
                throw new BundleException(BundleProblem.Locked, $"'{name}' is larger than is opened in memory.", "Open it first: age --decrypt -o case.zip FILE");
            }

            memory.Write(buffer, 0, read);
        }

        memory.Position = 0;
        return memory;
    }
}
