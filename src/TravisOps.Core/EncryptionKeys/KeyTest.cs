using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;

namespace TravisOps.EncryptionKeys;

/// <summary>Judges a backup of a key.</summary>
public static class KeyTest
{
    /// <summary>The verdict.</summary>
    /// <param name="path">Full path of the backup.</param>
    /// <param name="opened">The backup.</param>
    /// <param name="computerName">The platform that it was to be compared with; null when none was.</param>
    /// <param name="live">The platform's key; null when it was not to be had.</param>
    /// <param name="data">What a backup of the data says; null when none was given.</param>
    public static KeyTestResult Judge(string path, OpenedKey opened, string? computerName, LiveKey? live, DataBackupFingerprint? data)
    {
        var key = opened.Key;
        var equalsLive = live is null ? (bool?)null : key.IsSameAs(live.Key);
        var fitsData = data?.Fingerprint is null ? (bool?)null : key.Fingerprint == data.Fingerprint;
        var parts = new List<string>();
        var remedies = new List<string>();
        var status = CheckStatus.Pass;
        if (equalsLive == false)
        {
            status = CheckStatus.Fail;
            parts.Add($"it is not the key of {computerName}, which has {live!.Key.Fingerprint}");
            remedies.Add("Keep this backup, for data that was encrypted with it, and save the key that is in use: Backup-TravisEncryptionKey -Destination FILE.");
        }
        else if (equalsLive == true)
        {
            parts.Add($"it is the key of {computerName}{(live!.Source is LiveKeySource.Stopped or LiveKeySource.File ? $", whose application does not run (from {live.Place})" : string.Empty)}");
        }

        if (fitsData == false)
        {
            status = CheckStatus.Fail;
            parts.Add($"it is not the key of the data in '{data!.Path}', which has {data.Fingerprint}");
            remedies.Add("Look for the backup of the key with that fingerprint: without it the data can't be read.");
        }
        else if (fitsData == true)
        {
            parts.Add($"it is the key of the data in '{data!.Path}'");
        }

        if (status == CheckStatus.Pass && ((computerName is not null && live is null) || (data is not null && fitsData is null)))
        {
            status = CheckStatus.Unknown;
            parts.Add(live is null && computerName is not null ? $"the key of {computerName} could not be read" : $"'{data!.Path}' does not tell which key it is of");
        }

        var doubts = key.Doubts();
        if (status == CheckStatus.Pass && doubts.Count > 0)
        {
            status = CheckStatus.Warn;
        }

        return new KeyTestResult
        {
            ComputerName = computerName ?? opened.ComputerName,
            Status = status,
            Message = $"The backup can be read{string.Concat(parts.Select(part => "; " + part))}.{string.Concat(doubts.Select(doubt => " " + doubt))}",
            Remedy = string.Join(" ", remedies),
            Path = path,
            Fingerprint = key.Fingerprint,
            KeyLength = key.Length,
            CreatedAt = opened.CreatedAt,
            Protection = opened.Protection,
            EqualsLive = equalsLive,
            FitsData = fitsData,
        };
    }
}
