using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using TravisOps.Archives;
using TravisOps.Files;
using TravisOps.Redaction;

namespace TravisOps.Bundles;

/// <summary>Writes the archive without a name, opens it again, searches it for every known secret in every form, and only then gives it one.</summary>
internal sealed class BundleArchive
{
    private const int CopyBuffer = 1024 * 1024;
    private const int WorthAThread = 1024 * 1024;

    private readonly BundleOptions _options;
    private readonly Redactor _redactor;
    private readonly Action<string> _progress;

    public BundleArchive(BundleOptions options, Redactor redactor, Action<string> progress)
    {
        _options = options;
        _redactor = redactor;
        _progress = progress;
    }

    /// <summary>Where secrets are that could not be read, as the bundle tells it.</summary>
    public IReadOnlyList<string> UnreadSecretSources { get; init; } = [];

    /// <summary>Writes it.</summary>
    public SupportBundle Write(FileSpool spool, RedactionReport report, BundleContract contract, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var files = spool.Files;
        using var archive = spool.CreateScratch();
        if (_options.Format == BundleFormat.TarGz)
        {
            TarGzWriter.Write(archive, files);
        }
        else
        {
            ZipWriter.Write(archive, files);
        }

        archive.Flush();
        cancellationToken.ThrowIfCancellationRequested();
        _progress("Proving that no known secret is in the archive");
        Prove(archive, files, cancellationToken);

        // Only what is proven gets a name at all.
        archive.Position = 0;
        using var file = DurableFile.CreatePrivate(_options.Path);
        using ChecksumStream content = new(file.Content);
        if (BundleProtection.IsWanted(_options))
        {
            BundleProtection.Encrypt(archive, content, _options);
        }
        else
        {
            archive.CopyTo(content, CopyBuffer);
        }

        var length = content.Position;
        if (length > _options.MaxSize)
        {
            throw new BundleException(
                BundleProblem.TooLarge,
                FormattableString.Invariant($"The bundle has {length} bytes even without the logs that gave way, and -MaxSize is {_options.MaxSize}; it was not written."),
                "Give a larger -MaxSize, or leave areas out with -Exclude.");
        }

        var sha256 = Hex.Lower(file.ReadBack(content.Checksum(), cancellationToken));
        file.Publish(_options.Overwrite, ready: cancellationToken.ThrowIfCancellationRequested);
        return new SupportBundle
        {
            Installation = _options.Installation.Name,
            Path = _options.Path,
            Length = length,
            Sha256 = sha256,
            Completeness = contract.Percent,
            Gaps = contract.Gaps,
            ComputerName = hosts,
            Files = files.Count,
            Redactions = report.Counts.Sum(count => count.Count),
            LeftOut = [.. report.Omissions.Select(omission => $"{omission.File}: {omission.Reason}")],
            UnreadSecretSources = UnreadSecretSources,
            Anonymized = _options.Anonymize,
            CreatedAt = _options.CreatedAt,
        };
    }

    private void Prove(Stream archive, IReadOnlyList<SpooledFile> files, CancellationToken cancellationToken)
    {
        archive.Position = 0;
        var expected = files.ToDictionary(file => file.Path, file => file.Length, StringComparer.Ordinal);
        var left = new List<string>();
        SafeArchive.Read(archive, BundleLimits.Own, entry =>
        {
            if (!expected.TryGetValue(entry.Path, out var length) || length != entry.Length)
            {
                throw new BundleException(BundleProblem.NotWritten, "The archive is not what was written; it was deleted.", "Look at the disk, and try again.");
            }

            expected.Remove(entry.Path);
            using var name = new MemoryStream(Encoding.UTF8.GetBytes(entry.Path));
            if (_redactor.CountKnown(name, cancellationToken) > 0)
            {
                left.Add("the name of a file");
            }

            using var ahead = entry.Length < WorthAThread ? null : new ReadAheadStream(entry.Content, "TravisOps bundle searching");
            if (_redactor.CountKnown(ahead ?? entry.Content, cancellationToken, BundlePaths.KeepsNames(entry.Path)) > 0)
            {
                left.Add(entry.Path);
            }
        });
        if (expected.Count > 0)
        {
            throw new BundleException(BundleProblem.NotWritten, "The archive is not what was written; it was deleted.", "Look at the disk, and try again.");
        }

        if (left.Count > 0)
        {
            throw new BundleException(
                BundleProblem.SecretLeft,
                $"A known secret{(_options.Anonymize ? ", or a name that -Anonymize replaces," : string.Empty)} was found in the finished archive, which was deleted: in {string.Join(", ", left.Take(5))}.",
                "Leave that area out with -Exclude, and report it: redaction must not miss anything.");
        }
    }
}
