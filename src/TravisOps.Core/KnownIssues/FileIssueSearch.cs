using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using TravisOps.Archives;
using TravisOps.Bundles;
using TravisOps.Logs;
using TravisOps.Ssh;
using TravisOps.Tar;

namespace TravisOps.KnownIssues;

/// <summary>
/// Searches a file, or a folder with all that is below it, in one pass over each: plain or gzip, tar archives member by member, and support bundles as what they
/// are. Memory does not depend on sizes. No link is followed.
/// </summary>
public sealed class FileIssueSearch
{
    // RFC 1952, 2.3.1: two bytes, and the method.
    private const int GzipMagic = 3;

    // A bundle's files are sorted, and few come before its contract.
    private const int ContractWithin = 8;

    private readonly IReadOnlyList<KnownIssue> _issues;
    private readonly DateTime? _since;
    private readonly IssueMatcher _matcher;
    private readonly List<KnownIssueFinding> _inBundles = [];
    private long _done;
    private long _total;

    /// <param name="issues">What to search for.</param>
    /// <param name="since">Nothing older, UTC; null for all that is there.</param>
    public FileIssueSearch(IReadOnlyList<KnownIssue> issues, DateTime? since)
    {
        _issues = issues;
        _since = since;
        _matcher = new IssueMatcher(issues);
    }

    /// <summary>Gets the file that is read, the bytes of files that are done, and the bytes of all.</summary>
    public Action<string, long, long>? Progress { get; init; }

    /// <summary>Gets files that can't be read, or not to their end; the others go on. Without it the error is thrown.</summary>
    public Action<string, Exception>? NotReadable { get; init; }

    /// <summary>
    /// Searches. What is under one folder (in the folder that was given, or in an archive) is of one computer and has that folder's name, which is how bundles and
    /// evidence are made; a file that stands for itself gives its own name.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<KnownIssueFinding> Run(string path, CancellationToken cancellationToken)
    {
        _inBundles.Clear();
        var tallies = new SortedDictionary<string, IssueTally>(StringComparer.OrdinalIgnoreCase);
        var root = Path.GetFullPath(path);
        List<FileInfo> files = Directory.Exists(root) ? [.. Below(new DirectoryInfo(root))] : [new FileInfo(root)];
        _total += files.Sum(file => file.Exists ? file.Length : 0);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = files.Count == 1 && file.FullName == root ? file.Name : file.FullName.Substring(root.Length).TrimStart(Path.DirectorySeparatorChar);
            var before = _done;
            try
            {
                Search(file, name, tallies, cancellationToken);
            }
            catch (Exception error) when (NotReadable is not null && error is (IOException or UnauthorizedAccessException or InvalidDataException))
            {
                NotReadable!(file.FullName, error);
            }

            _done = before + (file.Exists ? file.Length : 0);
        }

        return [.. tallies.SelectMany(one => one.Value.Findings(one.Key, IssueSample.Redact)), .. _inBundles];
    }

    private void Search(FileInfo file, string name, SortedDictionary<string, IssueTally> tallies, CancellationToken cancellationToken)
    {
        using var stream = LogFile.Open(file.FullName);
        var front = new PeekStream(stream, TarHeader.BlockSize);
        if (Sealed.Find(front.Start) is { } packed)
        {
            throw new InvalidDataException(packed);
        }

        if (Sealed.IsZip(front.Start) || (TarHeader.IsFirst(front.Start) && IsBundle(file.FullName)))
        {
            SearchBundle(file.FullName, Sealed.IsZip(front.Start));
            return;
        }

        if (TarHeader.IsFirst(front.Start))
        {
            var tar = new TarReader(front);
            while (tar.Next() is { } item)
            {
                if (item.IsFile)
                {
                    var content = new PeekStream(tar.OpenContent(item), GzipMagic);
                    Scan(GzipMembers.IsGzip(content.Start) ? new GzipMembers(content) : content, file.FullName, item.Path, file.Name, tallies, cancellationToken);
                }
            }

            return;
        }

        Scan(front, file.FullName, name, file.Name, tallies, cancellationToken);
    }

    private static bool IsBundle(string path)
    {
        using var stream = LogFile.Open(path);
        var tar = new TarReader(stream);
        for (var entries = 0; entries < ContractWithin && tar.Next() is { } item; entries++)
        {
            if (item.Path == BundlePaths.Contract)
            {
                return true;
            }
        }

        return false;
    }

    private void SearchBundle(string path, bool isZip)
    {
        var search = new BundleIssueSearch(_issues, _since) { NotReadable = NotReadable is null ? null : (log, error) => NotReadable(path + ": " + log, error) };
        try
        {
            _inBundles.AddRange(search.Run(BundleReader.Read(path, visit: search.Take)));
        }
        catch (BundleException error)
        {
            throw new InvalidDataException(isZip ? $"{error.Message} Of zip archives only support bundles are opened; unpack another one and give the folder." : error.Message, error);
        }
    }

    private void Scan(Stream content, string file, string name, string fallback, SortedDictionary<string, IssueTally> tallies, CancellationToken cancellationToken)
    {
        List<string> parts = [.. PlainText.Harmless(name).Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
        var computer = parts.Count > 1 ? parts[0] : fallback;
        if (!tallies.TryGetValue(computer, out var tally))
        {
            tallies.Add(computer, tally = new IssueTally(_matcher.Issues) { Since = _since });
        }

        tally.Source = parts.Count > 1 ? string.Join("/", parts.Skip(1)) : string.Concat(parts);
        tally.Before = null;
        new LineScanner(_matcher, tally).Scan(
            content,
            count =>
            {
                _done += count;
                Progress?.Invoke(file, _done, _total);
            },
            cancellationToken);
    }

    /// <summary>Files in the order of their names, so that every run says the same; pipes and devices have no content to read and might never end.</summary>
    private static IEnumerable<FileInfo> Below(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if ((entry.Attributes & (FileAttributes.ReparsePoint | FileAttributes.Device)) != 0)
            {
                continue;
            }

            if (entry is DirectoryInfo inner)
            {
                foreach (var file in Below(inner))
                {
                    yield return file;
                }
            }
            else if (entry is FileInfo { Length: > 0 } file)
            {
                yield return file;
            }
        }
    }
}
