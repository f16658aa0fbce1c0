using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using TravisOps.EncryptionKeys;
using TravisOps.Protection;
using TravisOps.Ssh;

namespace TravisOps.Support;

/// <summary>Turns what can go wrong with encryption keys and their backups into error records.</summary>
internal static class KeyErrors
{
    private static readonly Dictionary<EncryptionKeyErrorKind, (string Id, ErrorCategory Category)> Keys = new()
    {
        [EncryptionKeyErrorKind.NotFound] = ("EncryptionKeyNotFound", ErrorCategory.ObjectNotFound),
        [EncryptionKeyErrorKind.NotInFile] = ("EncryptionKeyNotInFile", ErrorCategory.InvalidData),
        [EncryptionKeyErrorKind.Invalid] = ("EncryptionKeyInvalid", ErrorCategory.InvalidData),
        [EncryptionKeyErrorKind.Ambiguous] = ("EncryptionKeyAmbiguous", ErrorCategory.InvalidData),
        [EncryptionKeyErrorKind.Changed] = ("EncryptionKeyChanged", ErrorCategory.SecurityError),
        [EncryptionKeyErrorKind.Occupied] = ("BackupFileOccupied", ErrorCategory.ResourceExists),
        [EncryptionKeyErrorKind.Damaged] = ("KeyBackupDamaged", ErrorCategory.InvalidData),
        [EncryptionKeyErrorKind.Mistyped] = ("PaperMistyped", ErrorCategory.InvalidData),
    };

    private static readonly Dictionary<ProtectionErrorKind, (string Id, ErrorCategory Category, string Remedy)> Protections = new()
    {
        [ProtectionErrorKind.Damaged] = ("KeyBackupDamaged", ErrorCategory.InvalidData, "Take another copy of the backup."),
        [ProtectionErrorKind.WrongPassphrase] = ("WrongPassphrase", ErrorCategory.AuthenticationError, "Give the passphrase that the backup was made with."),
        [ProtectionErrorKind.PassphraseNeeded] = ("PassphraseNeeded", ErrorCategory.AuthenticationError, "-Passphrase (Read-Host -AsSecureString)"),
        [ProtectionErrorKind.NoPrivateKey] = ("PrivateKeyNotFound", ErrorCategory.AuthenticationError, "Import the certificate with its private key, or give it: -Recipient (Get-PfxCertificate FILE.pfx)"),
        [ProtectionErrorKind.BadRecipient] = ("RecipientUnfit", ErrorCategory.InvalidArgument, "Give another certificate with -Recipient, or use -Passphrase."),
        [ProtectionErrorKind.NotSupported] = ("KeyBackupNotSupported", ErrorCategory.NotImplemented, "Open it with the tool that made it."),
    };

    /// <summary>True for the exceptions that <see cref="ToErrorRecord"/> knows.</summary>
    public static bool Knows(Exception exception) => exception is EncryptionKeyException or ProtectionException or HostException or IOException or UnauthorizedAccessException;

    /// <summary>The error record.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="target">The computer name or the file.</param>
    /// <param name="path">The file that it is about, for what the system says without a name.</param>
    /// <param name="writing">Whether it was being written.</param>
    public static ErrorRecord ToErrorRecord(Exception exception, string target, string path, bool writing)
    {
        switch (exception)
        {
            case HostException host:
                return HostErrors.ToErrorRecord(host);
            case EncryptionKeyException key:
                return Record(key, Keys[key.Kind].Id, Keys[key.Kind].Category, target, key.Remedy);
            case ProtectionException protection:
                var (id, category, remedy) = Protections[protection.Kind];
                return Record(protection, id, category, target, remedy);
            case UnauthorizedAccessException:
                return Record(
                    new UnauthorizedAccessException($"'{path}' may not be {(writing ? "written" : "read")}: {exception.Message}", exception),
                    writing ? "KeyBackupNotWritten" : "KeyBackupNotReadable",
                    ErrorCategory.PermissionDenied,
                    target,
                    writing ? "Give another -Destination, or the right to write there. Nothing is left of the attempt." : "Ask whoever owns the file.");
            case FileNotFoundException or DirectoryNotFoundException when !writing:
                return Record(new FileNotFoundException($"There is no file '{path}'.", exception), "KeyBackupNotFound", ErrorCategory.ObjectNotFound, target, "Give the backup's file with -Path.");
            default:
                return Record(
                    new IOException($"'{path}' can't be {(writing ? "written" : "read")}: {exception.Message}", exception),
                    writing ? "KeyBackupNotWritten" : "KeyBackupNotReadable",
                    writing ? ErrorCategory.WriteError : ErrorCategory.ReadError,
                    target,
                    writing ? "Look for space and for the share: nothing of that name was left there. Then run the command again." : "Look whether the disk or the share is there.");
        }
    }

    /// <summary>The path that was given; ends the command without one. A mandatory parameter would make the engine ask.</summary>
    public static string OrMissing(Cmdlet cmdlet, string? path)
    {
        if (path is null)
        {
            cmdlet.ThrowTerminatingError(Record(new PSArgumentException("No backup of an encryption key was given."), "BackupPathMissing", ErrorCategory.InvalidArgument, string.Empty, "Give the backup's file with -Path."));
        }

        return path!;
    }

    private static ErrorRecord Record(Exception exception, string id, ErrorCategory category, string target, string? remedy) => new(exception, id, category, target)
    {
        ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = remedy ?? string.Empty },
    };
}
