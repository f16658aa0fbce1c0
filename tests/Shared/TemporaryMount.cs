using System;
using System.Diagnostics;
using System.IO;

namespace TravisOps.Tests;

/// <summary>A file system of the test's own, gone with it. Needs root on Linux; elsewhere the test is skipped.</summary>
internal sealed class TemporaryMount : IDisposable
{
    private bool _dropped;

    private TemporaryMount(string path) => Path = path;

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>One that is full soon, or otherwise as the options say.</summary>
    /// <param name="size">Its size, as mount's option has it: 64k.</param>
    /// <param name="options">More options, such as ro.</param>
    public static TemporaryMount Tmpfs(string size, string options = "rw")
    {
        Xunit.Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a file system.");
        var path = Directory.CreateTempSubdirectory("travisops-mount-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size},{options}", "travisops-test", path) is { Length: > 0 } reason)
        {
            Directory.Delete(path);
            Xunit.Assert.Skip("A file system can't be mounted here: " + reason);
        }

        return new TemporaryMount(path);
    }

    /// <summary>Changes its options, such as ro.</summary>
    public void Remount(string options) => Xunit.Assert.Equal(string.Empty, Run("mount", "-o", "remount," + options, Path));

    /// <summary>It goes while files on it are open.</summary>
    public void Drop()
    {
        _dropped = true;
        Xunit.Assert.Equal(string.Empty, Run("umount", "-l", Path));
    }

    public void Dispose()
    {
        // Lazily: what still has a file open there must not keep the test from ending.
        if (!_dropped)
        {
            Run("umount", "-l", Path);
        }

        Directory.Delete(Path);
    }

    private static string Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? string.Empty : error.Trim();
    }
}
