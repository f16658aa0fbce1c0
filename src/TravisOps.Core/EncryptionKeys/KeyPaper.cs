using System;
using System.Collections.Generic;

namespace TravisOps.EncryptionKeys;

/// <summary>A key for a piece of paper. It shows the key: whoever asks for it means that.</summary>
public sealed record KeyPaper
{
    /// <summary>The platform that the key is from.</summary>
    public required string ComputerName { get; init; }

    /// <summary>When it was read, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Tells whether keys are equal, and nothing else about them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Characters of the key.</summary>
    public required int KeyLength { get; init; }

    /// <summary>The lines to be written down or printed, the key among them.</summary>
    public required IReadOnlyList<string> Line { get; init; }

    /// <summary>Makes one.</summary>
    public static KeyPaper Of(EncryptionKey key, string computerName)
    {
        var details = KeyDetails.Of(key, computerName, DateTime.UtcNow);
        return new KeyPaper
        {
            ComputerName = computerName,
            CreatedAt = details.CreatedAt,
            Fingerprint = details.Fingerprint,
            KeyLength = details.KeyLength,
            Line = PaperKey.Write(key, details),
        };
    }
}
