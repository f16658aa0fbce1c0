using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using TravisOps.Files;
using TravisOps.Probing;

namespace TravisOps.Evidence;

/// <summary>
/// Evidence in a folder, for people, grep and diff: a folder a host, in it <c>host.json</c> and a file <c>ITEM.txt</c> for each item's
/// text. The same evidence gives the same bytes. It carries what the hosts printed, secrets included: nothing is taken out
/// here, and the files are for their owner only.
/// </summary>
public static class EvidenceStore
{
    /// <summary>Largest file that is read: the most that a session takes from a host, which as UTF-8 with replacements can be three times as long.</summary>
    public const int MaxFileBytes = 48 * 1024 * 1024;

    /// <summary>Most hosts that are read.</summary>
    public const int MaxHosts = 10_000;

    /// <summary>Most bytes that are read in all.</summary>
    public const long MaxTotalBytes = 1024L * 1024 * 1024;

    private const string HostFile = "host.json";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes all of it or nothing: into a folder beside, which then gets the name.</summary>
    /// <param name="folder">Where; it must not exist, or be empty.</param>
    /// <param name="hosts">The evidence; a host can't be there twice.</param>
    /// <exception cref="EvidenceStoreException">The folder has something in it, or can't be written.</exception>
    /// <exception cref="ArgumentException">A host is there twice, or a host or an item has a name that can't be one of a file.</exception>
    public static void Write(string folder, IEnumerable<HostEvidence> hosts)
    {
        var target = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            {
                throw new EvidenceStoreException(target, "There is something there already. Give a folder that is new or empty.");
            }

            PrivateFiles.CreateFolder(temporary);
            IReadOnlyList<HostEvidence> all = [.. hosts];
            if (FindTwice(all.Select(host => host.ComputerName)) is { } twice)
            {
                throw new ArgumentException($"Host '{twice}' is there twice.", nameof(hosts));
            }

            foreach (var host in all)
            {
                WriteHost(temporary, host);
            }

            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(temporary, target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceStoreException(target, $"The evidence can't be written: {error.Message}", error);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, true);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote: the platform first, then the workers by name.</summary>
    /// <param name="folder">Where. Nothing in it is trusted: no link is followed and nothing outside is opened.</param>
    /// <exception cref="EvidenceStoreException">It is not that, broken, of another version, or too large.</exception>
    public static IReadOnlyList<HostEvidence> Read(string folder)
    {
        var root = Path.GetFullPath(folder);
        try
        {
            var folders = new DirectoryInfo(root).EnumerateDirectories().Take(MaxHosts + 1).ToList();
            if (folders.Count > MaxHosts)
            {
                throw new EvidenceStoreException(root, $"There are more than {MaxHosts} hosts in it.");
            }

            var left = MaxTotalBytes;
            var hosts = folders.Select(host => ReadHost(host.FullName, ref left)).ToList();
            return hosts.Count == 0
                ? throw new EvidenceStoreException(root, $"There is no evidence in it: a folder for each host, with {HostFile}, is expected.")
                : [.. hosts.OrderBy(host => host.Role).ThenBy(host => host.ComputerName, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EvidenceStoreException(root, $"The evidence can't be read: {error.Message}", error);
        }
    }

    /// <summary>The first name that would share a folder with one before it; null when there is none.</summary>
    /// <param name="computerNames">Names of hosts.</param>
    public static string? FindTwice(IEnumerable<string> computerNames)
    {
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return computerNames.FirstOrDefault(name => !folders.Add(SafeFileName.For(name)));
    }

    private static void WriteHost(string folder, HostEvidence host)
    {
        var path = Path.Combine(folder, SafeFileName.For(host.ComputerName));
        PrivateFiles.CreateFolder(path);
        PrivateFiles.Write(Path.Combine(path, HostFile), s_utf8.GetBytes(StoredHost.ToJson(host)));
        foreach (var item in host.Items)
        {
            if (!ProbePlanRules.IsName(item.Name))
            {
                throw new ArgumentException($"Item '{item.Name}' of {host.ComputerName} can't be made a file's name.", nameof(host));
            }

            if (item.Text.Length > 0)
            {
                PrivateFiles.Write(Path.Combine(path, item.Name + ".txt"), s_utf8.GetBytes(item.Text));
            }
        }
    }

    private static HostEvidence ReadHost(string folder, ref long left)
    {
        RefuseLink(folder);
        var file = Path.Combine(folder, HostFile);
        var json = ReadText(file, ref left);
        StoredHost stored;
        try
        {
            stored = StoredHost.FromJson(json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new EvidenceStoreException(file, $"It can't be read as a host's evidence: {error.Message}", error);
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in stored.Items)
        {
            if (!ProbePlanRules.IsName(item.Name) || texts.ContainsKey(item.Name) || (item.SkippedAfter is { } before && !ProbePlanRules.IsName(before)))
            {
                throw new EvidenceStoreException(file, $"It has an item with a name that is wrong or there twice: '{item.Name}'.");
            }

            texts.Add(item.Name, item.HasText ? ReadText(Path.Combine(folder, item.Name + ".txt"), ref left) : string.Empty);
        }

        return stored.ToEvidence(item => texts[item.Name]);
    }

    private static string ReadText(string path, ref long left)
    {
        RefuseLink(path);
        var length = new FileInfo(path).Length;

        // A pipe has no length, and would never end: what is empty was never written.
        if (length == 0)
        {
            throw new EvidenceStoreException(path, "It is empty. Was it copied whole?");
        }

        left -= length;
        if (length > MaxFileBytes || left < 0)
        {
            throw new EvidenceStoreException(path, $"It is too large: {MaxFileBytes} bytes a file and {MaxTotalBytes} bytes in all are read.");
        }

        try
        {
            return s_utf8.GetString(File.ReadAllBytes(path));
        }
        catch (DecoderFallbackException error)
        {
            throw new EvidenceStoreException(path, "It is not UTF-8.", error);
        }
    }

    private static void RefuseLink(string path)
    {
        if ((File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0)
        {
            throw new EvidenceStoreException(path, "It is a link, and links are not followed. Copy what it points to in its place.");
        }
    }
}
