using System;
using System.IO;
using System.Linq;
using System.Text;
using TravisOps.Backups;
using TravisOps.Evidence;
using TravisOps.Files;
using TravisOps.Protection;
using TravisOps.Ssh;

namespace TravisOps.EncryptionKeys;

/// <summary>Writes backups of encryption keys and opens them.</summary>
public static class KeyBackup
{
    /// <summary>With what the name of a backup begins in a folder.</summary>
    private const string NameBegin = "travis-encryption-key-";

    /// <summary>No backup that a passphrase protects is larger, and little else that is small and in age's format is where data is saved.</summary>
    private const int MaxBytesInAge = 8 * 1024;

    /// <summary>The name that a backup gets in a folder.</summary>
    public static string FileName(string computerName, KeyProtectionKind protection) =>
        NameBegin + SafeFileName.For(computerName) + protection switch
        {
            KeyProtectionKind.Passphrase => ".age",
            KeyProtectionKind.Recipient => ".cms",
            _ => ".txt",
        };

    /// <summary>
    /// Writes a backup, or confirms the one that is there. The new file is its owner's alone from the first byte; it is opened once before, unless it is for
    /// a certificate, and read back from the disk before it gets its name.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="computerName">The platform that it is from.</param>
    /// <param name="path">Full path of the file.</param>
    /// <param name="protection">How it is protected.</param>
    /// <exception cref="EncryptionKeyException">There is a backup of another key or for another certificate, or something else, of that name; it was not touched.</exception>
    /// <exception cref="ProtectionException">It can't be protected in that way.</exception>
    /// <exception cref="IOException">It can't be written; nothing is left of it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static KeyBackupResult Save(EncryptionKey key, string computerName, string path, KeyProtection protection)
    {
        if (File.Exists(path))
        {
            return Confirm(key, computerName, path, protection);
        }

        var details = KeyDetails.Of(key, computerName, DateTime.UtcNow);
        var content = Protect(KeyFile.Write(key, details), details, protection);
        try
        {
            if (protection.Kind != KeyProtectionKind.Recipient)
            {
                using var opened = Open(content, protection);
                if (!opened.Key.IsSameAs(key))
                {
                    throw new ProtectionException(ProtectionErrorKind.Damaged, "What was encrypted does not open to the same key; nothing was written.");
                }
            }

            DurableFile.WritePrivate(path, content);
        }
        finally
        {
            SecretBytes.Clear(content);
        }

        return Result(details, path, protection.Kind, verified: true, changed: true);
    }

    /// <summary>Opens a backup: any of the three kinds, or lines that were typed in from a paper.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="protection">With what it is opened; <see cref="KeyProtection.Kind"/> does not matter.</param>
    /// <exception cref="EncryptionKeyException">It is no backup, or a damaged one.</exception>
    /// <exception cref="ProtectionException">It can't be opened with that.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static OpenedKey Open(string path, KeyProtection protection)
    {
        var content = ReadFile(path);
        try
        {
            return Open(content, protection);
        }
        finally
        {
            SecretBytes.Clear(content);
        }
    }

    /// <summary>Opens lines that were typed in from a paper.</summary>
    /// <exception cref="EncryptionKeyException">Something was typed wrong; the message says where.</exception>
    public static OpenedKey OpenPaper(string[] lines) => new(PaperKey.Read(lines), KeyProtectionKind.PlainText, null) { IsEndUnproven = !PaperKey.TellsItsEnd(lines) };

    /// <summary>False when others than the owner can read the file, because its file system has no permissions. Null where it can't be told.</summary>
    public static bool? IsPrivate(string path) => PrivateFiles.IsPrivate(path);

    /// <summary>A file in the backup's folder that has the platform's data, or is to have it; null when there is none, or the folder can't be looked at.</summary>
    public static string? DataBeside(string path)
    {
        try
        {
            return Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*").FirstOrDefault(file => BackupLayout.IsOfBackup(Path.GetFileName(file)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a file is a backup of a key, by its name or by how it begins, which is all that one for a passphrase shows.</summary>
    internal static bool IsOne(FileInfo file)
    {
        if (file.Name.StartsWith(NameBegin, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (file.Length > KeyFile.MaxBytes)
        {
            return false;
        }

        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[4096];
        var length = AgeReader.Fill(stream, head, 0, head.Length);
        var text = head.AsSpan(0, length);
        var found = text.IndexOf(Encoding.ASCII.GetBytes(KeyFile.FormatMark)) >= 0 || (file.Length <= MaxBytesInAge && IsAge(head, length));
        SecretBytes.Clear(head);
        return found;
    }

    private static OpenedKey Open(byte[] content, KeyProtection protection)
    {
        switch (KindOf(content))
        {
            case KeyProtectionKind.Passphrase when protection.Passphrase is null:
                throw new ProtectionException(ProtectionErrorKind.PassphraseNeeded, "The backup is encrypted with a passphrase, and none was given.");
            case KeyProtectionKind.Passphrase:
                var passphrase = SecureText.ToUtf8(protection.Passphrase);
                try
                {
                    return FromText(AgeReader.Decrypt(content, passphrase), KeyProtectionKind.Passphrase);
                }
                finally
                {
                    SecretBytes.Clear(passphrase);
                }

            case KeyProtectionKind.Recipient:
                var message = CmsFormat.FromText(Encoding.UTF8.GetString(content))!;
                return FromText(CmsReader.Decrypt(message, protection.Recipients), KeyProtectionKind.Recipient);
            case KeyProtectionKind.PlainText:
                return FromText((byte[])content.Clone(), KeyProtectionKind.PlainText);
            default:
                return OpenPaper(Encoding.UTF8.GetString(content).Split('\n'));
        }
    }

    private static OpenedKey FromText(byte[] text, KeyProtectionKind kind)
    {
        try
        {
            var (key, details) = KeyFile.Read(text);
            return new OpenedKey(key, kind, details);
        }
        finally
        {
            SecretBytes.Clear(text);
        }
    }

    private static KeyBackupResult Confirm(EncryptionKey key, string computerName, string path, KeyProtection protection)
    {
        var content = ReadFile(path);
        try
        {
            var confirmed = ConfirmKey(content, key, computerName, path, protection);
            RefuseOtherRecipients(content, path, protection);
            return confirmed;
        }
        finally
        {
            SecretBytes.Clear(content);
        }
    }

    /// <summary>The key alone says nothing of who can open it: a backup for the certificate of before would be all that its successor's holders have.</summary>
    private static void RefuseOtherRecipients(byte[] content, string path, KeyProtection protection)
    {
        if (protection.Kind != KeyProtectionKind.Recipient || KindOf(content) != KeyProtectionKind.Recipient)
        {
            return;
        }

        var (others, recipients) = CmsReader.Compare(CmsFormat.FromText(Encoding.UTF8.GetString(content))!, protection.Recipients);
        if (others.Count > 0)
        {
            throw new EncryptionKeyException(
                EncryptionKeyErrorKind.Occupied,
                $"'{path}' is a backup of this key already, and not for {string.Join(" and ", others.Select(one => $"the certificate {one.SerialNumber} '{one.Subject}'"))}, whose private key does not open it. It is for: {recipients}. It was not touched, and nothing was written.",
                "Save one for the new certificate beside it, under another name with -Destination. Or open the old one with its private key once more (Get-TravisEncryptionKey), put it away or remove it, and run this again.");
        }
    }

    private static KeyBackupResult ConfirmKey(byte[] content, EncryptionKey key, string computerName, string path, KeyProtection protection)
    {
        try
        {
            using var opened = Open(content, protection);
            var details = KeyDetails.Of(opened.Key, opened.ComputerName ?? computerName, opened.CreatedAt ?? File.GetLastWriteTimeUtc(path));
            return opened.Key.IsSameAs(key) ? Result(details, path, opened.Protection, verified: true, changed: false) : throw Changed(path, details, key, computerName);
        }
        catch (ProtectionException error) when (error.Kind == ProtectionErrorKind.NoPrivateKey)
        {
            // The usual case: whoever makes backups can't open them. What stands before the encrypted part tells.
            var details = KeyFile.ReadDetails(content);
            return details.Fingerprint == key.Fingerprint ? Result(details, path, KeyProtectionKind.Recipient, verified: false, changed: false) : throw Changed(path, details, key, computerName);
        }
        catch (Exception error) when (error is ProtectionException or EncryptionKeyException { Kind: not EncryptionKeyErrorKind.Changed })
        {
            throw new EncryptionKeyException(
                EncryptionKeyErrorKind.Occupied,
                $"'{path}' is there already, and it can't be told whether it is a backup of this key: {error.Message} It was not touched, and nothing was written.",
                "Give the passphrase that it was made with, or another -Destination.",
                error);
        }
    }

    private static EncryptionKeyException Changed(string path, KeyDetails old, EncryptionKey key, string computerName) => new(
        EncryptionKeyErrorKind.Changed,
        FormattableString.Invariant($"THE ENCRYPTION KEY OF {computerName} IS NOT THE ONE IN ITS BACKUP. '{path}' of {old.CreatedAt:yyyy-MM-dd HH:mm} UTC ({old.ComputerName}) has {old.Fingerprint}; the platform has {key.Fingerprint}. ")
            + "The backup was not touched, and nothing was written.",
        "Keep both: what was encrypted with the old key opens with no other. Find out who changed it, then save the new one under another name with -Destination.");

    private static byte[] Protect(byte[] text, KeyDetails details, KeyProtection protection)
    {
        if (protection.Kind == KeyProtectionKind.PlainText)
        {
            return text;
        }

        byte[]? passphrase = null;
        try
        {
            if (protection.Kind == KeyProtectionKind.Recipient)
            {
                var message = CmsFormat.ToText(CmsWriter.Encrypt(text, protection.Recipients));
                return Encoding.UTF8.GetBytes(KeyFile.WriteDetails(details) + "\n" + message);
            }

            passphrase = SecureText.ToUtf8(protection.Passphrase ?? throw new ProtectionException(ProtectionErrorKind.PassphraseNeeded, "There is no passphrase."));
            return AgeWriter.Encrypt(text, passphrase, armor: true);
        }
        finally
        {
            SecretBytes.Clear(passphrase);
            SecretBytes.Clear(text);
        }
    }

    // Null is a paper's lines.
    private static KeyProtectionKind? KindOf(byte[] content)
    {
        if (IsAge(content, content.Length))
        {
            return KeyProtectionKind.Passphrase;
        }

        if (content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(CmsFormat.Begin)) >= 0)
        {
            return KeyProtectionKind.Recipient;
        }

        return content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(KeyFile.FormatName + ": travisops-")) >= 0 || !PaperKey.IsOne(Encoding.UTF8.GetString(content).Split('\n'))
            ? KeyProtectionKind.PlainText
            : null;
    }

    private static bool IsAge(byte[] content, int length)
    {
        var start = Encoding.UTF8.GetString(content, 0, Math.Min(length, 64)).TrimStart();
        return start.StartsWith(AgeFormat.ArmorBegin, StringComparison.Ordinal) || start.StartsWith("age-encryption.org/", StringComparison.Ordinal);
    }

    private static byte[] ReadFile(string path)
    {
        if (Directory.Exists(path))
        {
            var inside = Directory.EnumerateFiles(path, "travis-encryption-key-*").OrderBy(one => one, StringComparer.Ordinal).Select(one => $"'{one}'").ToList();
            throw new EncryptionKeyException(
                EncryptionKeyErrorKind.NotFound,
                $"'{path}' is a folder, and not the backup of an encryption key.",
                inside.Count == 0 ? "Give the file that Backup-TravisEncryptionKey wrote; it told its path." : $"Give the file: {string.Join(" or ", inside)}.");
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        var buffer = new byte[KeyFile.MaxBytes + 1];
        var length = AgeReader.Fill(file, buffer, 0, buffer.Length);
        var content = buffer.AsSpan(0, length).ToArray();
        SecretBytes.Clear(buffer);
        return length <= KeyFile.MaxBytes
            ? content
            : throw new EncryptionKeyException(EncryptionKeyErrorKind.Damaged, $"'{path}' is no backup of an encryption key: it is larger than {KeyFile.MaxBytes / 1024} KiB.");
    }

    private static KeyBackupResult Result(KeyDetails details, string path, KeyProtectionKind protection, bool verified, bool changed) => new()
    {
        ComputerName = details.ComputerName,
        Path = path,
        Fingerprint = details.Fingerprint,
        KeyLength = details.KeyLength,
        CreatedAt = details.CreatedAt,
        Protection = protection,
        Verified = verified,
        Changed = changed,
    };
}
