using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace TravisOps.Backups;

/// <summary>Compares what a host has unpacked, as <see cref="RestoreShell.List"/> lists it, with the manifest: contents, owners, modes, times, links.</summary>
internal static class RestoreComparison
{
    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What differs, in words; empty when nothing does.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="listing">What the host wrote; all of it is read.</param>
    public static List<string> Differences(BackupManifest manifest, Stream listing)
    {
        List<string> differences = [];
        var expected = manifest.Entries.Where(entry => !IsOurs(entry.Path)).ToLookup(entry => entry.Path);
        var targets = manifest.Entries.Where(entry => entry.Type == BackupEntryType.HardLink).GroupBy(entry => entry.Path).ToDictionary(group => group.Key, group => group.Last().LinkTarget!);
        var found = Read(listing);
        var parents = Parents(expected.Select(group => group.Key));
        foreach (var group in expected)
        {
            // Names that are no UTF-8 may look the same here, and in an archive of a folder that changed one may stand twice: the last one counts.
            var there = found.TryGetValue(group.Key, out var several) ? several : [];
            var wanted = group.Last();
            if (there.Count == 0)
            {
                differences.Add($"{group.Key} is missing");
            }
            else if (!there.Any(one => Fits(wanted, one, manifest, targets, found)))
            {
                differences.Add($"{group.Key} is not as the backup has it");
            }
        }

        differences.AddRange(found.Keys.Where(path => !expected.Contains(path) && !parents.Contains(path)).Select(path => $"{path} is not of the backup"));
        return differences;
    }

    private static bool IsOurs(string path) => path == BackupLayout.OwnFolder || path.StartsWith(BackupLayout.OwnFolder + "/", StringComparison.Ordinal);

    private static bool Fits(BackupEntry entry, Listed found, BackupManifest manifest, Dictionary<string, string> links, Dictionary<string, List<Listed>> all)
    {
        if (entry.Type == BackupEntryType.HardLink)
        {
            var target = entry.LinkTarget!.TrimEnd('/');
            for (var i = 0; i < links.Count && links.TryGetValue(target, out var next); i++)
            {
                target = next;
            }

            return all.TryGetValue(target, out var originals) && originals.Any(one => one.Inode == found.Inode);
        }

        var type = entry.Type switch
        {
            BackupEntryType.File => 'f',
            BackupEntryType.Directory => 'd',
            BackupEntryType.SymbolicLink => 'l',
            BackupEntryType.Fifo => 'p',
            BackupEntryType.CharacterDevice => 'c',
            _ => 'b',
        };
        return found.Type == type
            && found.UserId == entry.UserId
            && found.GroupId == entry.GroupId
            && (type == 'l' || Convert.ToInt32(found.Mode, 8) == Convert.ToInt32(entry.Mode, 8))
            && found.Seconds == (long)Math.Floor((entry.ModifiedAt - s_epoch).TotalSeconds)
            && (type != 'f' || (found.Size == entry.Size && found.Sha256 == entry.Sha256))
            && (type != 'l' || found.Link == entry.LinkTarget);
    }

    private static HashSet<string> Parents(IEnumerable<string> paths)
    {
        HashSet<string> parents = new(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                if (!parents.Add(path.Substring(0, slash)))
                {
                    break;
                }
            }
        }

        return parents;
    }

    private static Dictionary<string, List<Listed>> Read(Stream listing)
    {
        Dictionary<string, List<Listed>> found = new(StringComparer.Ordinal);
        Fields fields = new(listing);
        while (fields.Next('\0') is { Length: > 0 } stat)
        {
            var words = stat.Split(' ');
            var path = fields.Next('\0')!;
            Listed one = new()
            {
                Type = words[0][0],
                Mode = words[1],
                UserId = Number(words[2]),
                GroupId = Number(words[3]),
                Size = Number(words[4]),
                Seconds = (long)Math.Floor(double.Parse(words[5], CultureInfo.InvariantCulture)),
                Inode = words[6],
                Link = fields.Next('\0')!,
            };
            if (!found.TryGetValue(path, out var several))
            {
                found[path] = several = [];
            }

            several.Add(one);
        }

        // "HASH *./PATH"; a line break or a backslash in the name is escaped, and the line begins with a backslash then.
        const int Digest = 64;
        while (fields.Next('\n') is { } line)
        {
            var escaped = line.Length > 0 && line[0] == '\\';
            var text = escaped ? line.Substring(1) : line;
            if (text.Length <= Digest + 4)
            {
                throw new InvalidDataException("the host's list of hashes can't be read");
            }

            var path = text.Substring(Digest + 4);
            if (escaped)
            {
                path = path.Replace("\\\\", "\0").Replace("\\n", "\n").Replace("\\r", "\r").Replace("\0", "\\");
            }

            foreach (var one in found.TryGetValue(path, out var several) ? several : [])
            {
                one.Sha256 ??= text.Substring(0, Digest);
            }
        }

        return found;
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed class Listed
    {
        public char Type { get; init; }

        public string Mode { get; init; } = "0";

        public long UserId { get; init; }

        public long GroupId { get; init; }

        public long Size { get; init; }

        public long Seconds { get; init; }

        public string Inode { get; init; } = string.Empty;

        public string Link { get; init; } = string.Empty;

        public string? Sha256 { get; set; }
    }

    /// <summary>Text between marks; null at the end of the stream.</summary>
    private sealed class Fields(Stream source)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private byte[] _field = new byte[1024];
        private int _length;
        private int _at;
        private int _end;

        public string? Next(char mark)
        {
            _length = 0;
            while (true)
            {
                if (_at == _end)
                {
                    _at = 0;
                    _end = source.Read(_buffer, 0, _buffer.Length);
                    if (_end == 0)
                    {
                        return _length == 0 ? null : throw new InvalidDataException("the host's list of files stops before its end");
                    }
                }

                var found = Array.IndexOf(_buffer, (byte)mark, _at, _end - _at);
                Keep((found < 0 ? _end : found) - _at);
                _at = found < 0 ? _end : found + 1;
                if (found >= 0)
                {
                    return Encoding.UTF8.GetString(_field, 0, _length);
                }
            }
        }

        private void Keep(int count)
        {
            if (_length + count > _field.Length)
            {
                Array.Resize(ref _field, Math.Max(2 * _field.Length, _length + count));
            }

            Buffer.BlockCopy(_buffer, _at, _field, _length, count);
            _length += count;
        }
    }
}
