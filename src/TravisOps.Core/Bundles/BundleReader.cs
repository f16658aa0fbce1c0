using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TravisOps.Archives;
using TravisOps.Evidence;
using TravisOps.Files;
using TravisOps.Redaction;

namespace TravisOps.Bundles;

/// <summary>Reads a support bundle without trusting it and without writing anything.</summary>
public static class BundleReader
{
    private const int MaxDocument = 64 * 1024 * 1024;

    private static readonly string[] s_documents = [BundlePaths.Manifest, BundlePaths.Contract, BundlePaths.Redaction, BundlePaths.Results];

    /// <summary>Reads it. Every byte is read, so that the hashes are those of the files.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="lookForSecrets">Also look through all files for what the patterns take for a secret.</param>
    /// <param name="keys">Open one that is encrypted; without them the certificate stores are tried.</param>
    /// <param name="visit">Gets each log with its path, as it passes.</param>
    /// <exception cref="BundleException">There is none, or it is no bundle, damaged, or made to do harm.</exception>
    public static OpenedBundle Read(string path, bool lookForSecrets = false, BundleKeys? keys = null, Action<string, Stream>? visit = null)
    {
        if (!File.Exists(path))
        {
            throw new BundleException(BundleProblem.NotFound, $"There is no file '{path}'.", "Give the path of a bundle that New-TravisSupportBundle wrote.");
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var found = new List<ManifestFile>();
        var suspicious = new List<string>();
        try
        {
            using var archive = BundleProtection.Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024), keys ?? BundleKeys.None);
            long left = EvidenceStore.MaxTotalBytes;
            SafeArchive.Read(archive, BundleLimits.Foreign, entry => found.Add(Take(entry, texts, lookForSecrets ? suspicious : null, visit, ref left)));
        }
        catch (ArchiveException error)
        {
            throw Invalid(path, error.Message, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BundleException(BundleProblem.Invalid, $"'{path}' can't be read: {error.Message}", "Look at its permissions.", error);
        }

        try
        {
            foreach (var document in s_documents)
            {
                if (!texts.ContainsKey(document))
                {
                    throw Invalid(path, $"It has no {document}.", null);
                }
            }

            var manifest = BundleJson.Read<BundleManifest>(texts[BundlePaths.Manifest]);
            if (manifest.Version != BundleManifest.CurrentVersion)
            {
                throw Invalid(path, $"It has version {manifest.Version}, and this TravisOps reads version {BundleManifest.CurrentVersion}.", null);
            }

            var bundle = new OpenedBundle
            {
                Path = path,
                Manifest = manifest,
                Contract = BundleJson.Read<BundleContract>(texts[BundlePaths.Contract]),
                Redaction = BundleJson.Read<RedactionProof>(texts[BundlePaths.Redaction]),
                Results = BundleJson.Read<BundleResults>(texts[BundlePaths.Results]),
                Evidence = EvidenceOf(path, texts),
                Found = found,
                Suspicious = suspicious,
            };
            ForeignBundle.Check(bundle);
            return bundle;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Invalid(path, $"A document in it can't be read: {error.Message}", error);
        }
    }

    private static ManifestFile Take(ArchiveEntry entry, Dictionary<string, string> texts, List<string>? suspicious, Action<string, Stream>? visit, ref long left)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var keep = s_documents.Contains(entry.Path) || entry.Path.StartsWith(BundlePaths.Evidence, StringComparison.Ordinal);
        if (keep && (entry.Length > MaxDocument || (left -= entry.Length) < 0))
        {
            throw new ArchiveException($"{ArchivePaths.Shown(entry.Path)} is larger than is taken.");
        }

        using var kept = keep ? new MemoryStream((int)entry.Length) : null;
        using var search = suspicious is null || s_documents.Contains(entry.Path) || entry.Path is BundlePaths.Page or BundlePaths.Request || entry.Path.EndsWith("/host.json", StringComparison.Ordinal)
            ? null
            : new PatternSearch(BundlePaths.IsMasked(Path.GetFileNameWithoutExtension(entry.Path)));
        var content = new WatchedStream(entry.Content, (bytes, offset, count) =>
        {
            sha256.AppendData(bytes, offset, count);
            kept?.Write(bytes, offset, count);
            search?.Append(bytes.AsSpan(offset, count));
        });
        if (entry.Path.StartsWith(BundlePaths.Logs, StringComparison.Ordinal))
        {
            visit?.Invoke(entry.Path, content);
        }

        // What nobody wanted counts for the hash too.
        var buffer = new byte[64 * 1024];
        while (content.Read(buffer, 0, buffer.Length) > 0)
        {
        }

        if (search is not null && search.End() is > 0 and var count)
        {
            suspicious!.Add($"{entry.Path} ({count})");
        }

        if (kept is not null)
        {
            try
            {
                texts.Add(entry.Path, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(kept.ToArray()));
            }
            catch (DecoderFallbackException error)
            {
                throw new ArchiveException($"{ArchivePaths.Shown(entry.Path)} is no text in UTF-8.", error);
            }
        }

        return new ManifestFile(entry.Path, entry.Length, Hex.Lower(sha256.GetHashAndReset()));
    }

    private static List<HostEvidence> EvidenceOf(string path, Dictionary<string, string> texts)
    {
        var hosts = new List<HostEvidence>();
        foreach (var file in texts.Keys.Where(name => name.StartsWith(BundlePaths.Evidence, StringComparison.Ordinal) && name.EndsWith("/host.json", StringComparison.Ordinal)).OrderBy(name => name, StringComparer.Ordinal))
        {
            var folder = file.Substring(0, file.Length - "host.json".Length);
            var stored = StoredHost.FromJson(texts[file]);
            hosts.Add(stored.ToEvidence(item => !item.HasText ? string.Empty
                : texts.TryGetValue($"{folder}{item.Name}.txt", out var text) ? text
                : throw Invalid(path, $"{folder}{item.Name}.txt is missing.", null)));
        }

        return [.. hosts.OrderBy(host => host.Role).ThenBy(host => host.ComputerName, StringComparer.OrdinalIgnoreCase)];
    }

    private static BundleException Invalid(string path, string why, Exception? error) =>
        new(BundleProblem.Invalid, $"'{path}' is no support bundle that can be read: {why}", "Get it again from whoever made it, with New-TravisSupportBundle.", error);
}
