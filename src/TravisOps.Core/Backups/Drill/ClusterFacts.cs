using System.Linq;

namespace TravisOps.Backups;

/// <summary>A PostgreSQL cluster that is in an archive as files.</summary>
internal sealed record ClusterFacts
{
    private ClusterFacts(string path, string version, long size)
    {
        Path = path;
        Version = version;
        Size = size;
    }

    /// <summary>Its folder in the archive.</summary>
    public string Path { get; }

    /// <summary>What its PG_VERSION says: the major version of the only servers that open it.</summary>
    public string Version { get; }

    /// <summary>Bytes of its files.</summary>
    public long Size { get; }

    /// <summary>Of a folder and its PG_VERSION's text; null when they are not what a server makes. Both go into a shell's text.</summary>
    public static ClusterFacts? Of(BackupManifest manifest, string path, string version)
    {
        version = version.Trim();
        return version.Length is > 0 and < 8 && version.All(letter => letter is '.' or (>= '0' and <= '9'))
            && path.All(letter => letter is '/' or '.' or '_' or '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')) && !path.Contains("..") && path[0] is not ('/' or '-')
            ? new(path, version, manifest.Entries.Where(entry => entry.Path.StartsWith(path + "/", System.StringComparison.Ordinal)).Sum(entry => entry.Size))
            : null;
    }
}
