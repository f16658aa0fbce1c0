using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using TravisOps.Lab;

namespace TravisOps.Tests;

/// <summary>A share of the test's own: sshfs to a real sshd, whose server can be killed or fall silent. Needs root on Linux, and FUSE.</summary>
internal sealed class SshfsShare : IDisposable
{
    private readonly LoopbackSshd _server = LoopbackSshd.Start();
    private readonly Process _sshfs;
    private bool _gone;

    private SshfsShare(bool reconnect, bool notices)
    {
        var root = Directory.CreateTempSubdirectory("travisops-share-").FullName;
        Path = Directory.CreateDirectory(System.IO.Path.Combine(root, "share")).FullName;
        Served = Directory.CreateDirectory(System.IO.Path.Combine(root, "served")).FullName;
        Source = $"root@127.0.0.1:{Served}";

        // It takes a dead peer for one after two seconds where 45 are usual.
        var options = $"IdentityFile={_server.KeyFilePath},UserKnownHostsFile={_server.KnownHostsPath},ServerAliveInterval={(notices ? 1 : 0)},ServerAliveCountMax=2,ConnectTimeout=2{(reconnect ? ",reconnect" : string.Empty)}";
        _sshfs = Process.Start(new ProcessStartInfo("sshfs", ["-f", "-p", $"{_server.Port}", "-o", options, Source, Path]))!;
        while (!File.ReadAllText("/proc/self/mounts").Contains($" {Path} fuse.sshfs ", StringComparison.Ordinal))
        {
            Xunit.Assert.False(_sshfs.HasExited, "sshfs did not mount: " + _server.Log);
            Thread.Sleep(20);
        }
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>The folder on the server, which is there when the share is not.</summary>
    public string Served { get; }

    /// <summary>What mount calls it.</summary>
    public string Source { get; }

    /// <summary>Mounts one.</summary>
    /// <param name="reconnect">As sshfs' option: the mount stays when the server is gone, and fails; without it the mount goes.</param>
    /// <param name="notices">Whether it sees by itself that the server is silent; without, whoever asks it waits for ever, as on a hard mount of NFS.</param>
    public static SshfsShare Mount(bool reconnect = true, bool notices = true)
    {
        HealthyLab.SkipWithoutLab();
        Xunit.Assert.SkipUnless(File.Exists("/dev/fuse"), "This machine's kernel has no FUSE (/dev/fuse), so that sshfs can't mount a share.");
        Xunit.Assert.SkipUnless(File.Exists("/usr/bin/sshfs"), "sshfs is not installed (apt-get install sshfs).");
        return new SshfsShare(reconnect, notices);
    }

    /// <summary>The server goes, and its connections with it.</summary>
    public void KillServer() => _server.Dispose();

    /// <summary>Nothing comes from the server any more, not even that it is gone: as behind a cable that was pulled, or a firewall that drops.</summary>
    public void SilenceServer() => _server.Freeze();

    /// <summary>
    /// The share goes, and whoever waits for it gets an error. While it is silent and a file on it is open, this process can start no other: a child closes the file
    /// before it is one, and waits for the server too.
    /// </summary>
    public void Dispose()
    {
        if (_gone)
        {
            return;
        }

        _gone = true;

        // What waits for it gets an error when its process is gone.
        _sshfs.Kill();
        _sshfs.WaitForExit();
        _sshfs.Dispose();
        _server.Dispose();
        using (var unmount = Process.Start(new ProcessStartInfo("umount", ["-l", Path]) { RedirectStandardError = true })!)
        {
            unmount.StandardError.ReadToEnd();
            unmount.WaitForExit();
        }

        Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }
}
