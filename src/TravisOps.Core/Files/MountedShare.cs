using System;
using System.IO;
using System.Linq;

namespace TravisOps.Files;

/// <summary>What a folder lies on, in the system's words. Asked before anything goes wrong: what has dropped may not be listed any more.</summary>
internal static class MountedShare
{
    /// <summary>Such as <c>backup@nas:/srv on /mnt/backup (fuse.sshfs)</c>; null where it can't be told, and for the system's own disk. The file system itself is not asked, since it may hang.</summary>
    public static string? Of(string folder)
    {
        try
        {
            return Of(folder, File.ReadAllLines("/proc/self/mounts"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The same from lines of <c>/proc/self/mounts</c>, of which the last one for a folder counts.</summary>
    internal static string? Of(string folder, string[] mounts)
    {
        var best = mounts.Select(line => line.Split(' ')).Where(words => words.Length > 2 && Contains(Plain(words[1]), folder)).OrderBy(words => words[1].Length).LastOrDefault();
        return best is null or [_, "/", ..] ? null : $"{Plain(best[0])} on {Plain(best[1])} ({best[2]})";
    }

    private static bool Contains(string mount, string folder) => mount == "/" || folder == mount || folder.StartsWith(mount + "/", StringComparison.Ordinal);

    private static string Plain(string word) => word.Replace("\\040", " ").Replace("\\011", "\t").Replace("\\134", "\\");
}
