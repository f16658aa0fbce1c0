using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace TravisOps.Lab;

/// <summary>
/// A real OpenSSH server on loopback addresses, with its own configuration, host keys and authorized key in a temporary folder. For
/// tests of the SSH part and for benchmarks with hundreds of hosts; the machine's own sshd and /etc are left alone.
/// </summary>
public sealed class LoopbackSshd : IDisposable
{
    /// <summary>OpenSSH's MAX_LISTEN_SOCKS: more addresses take more processes.</summary>
    private const int AddressesPerProcess = 16;

    private const string Sshd = "/usr/sbin/sshd";

    private const string PrivateStart = """
        mount --make-rprivate /
        mount -t tmpfs tmpfs /mnt
        cp -a /etc /mnt/etc
        mkdir /mnt/home
        mount --bind /mnt/etc /etc
        mount --bind /mnt/home /home
        sh -eu "$3" "$1" >&2
        exec /usr/sbin/sshd -D -e -f "$2"
        """;

    private readonly List<Process> _processes = [];
    private readonly List<string> _frozen = [];
    private readonly List<string> _log = [];

    private LoopbackSshd(string folder, int port, IReadOnlyList<string> addresses)
    {
        Folder = folder;
        Port = port;
        Addresses = addresses;
    }

    /// <summary>Where its files are; removed by <see cref="Dispose"/>.</summary>
    public string Folder { get; }

    /// <summary>The port, the same on all addresses.</summary>
    public int Port { get; }

    /// <summary>The addresses.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>An Ed25519 key without passphrase that the server takes for every user.</summary>
    public string KeyFilePath => Path.Combine(Folder, "id_ed25519");

    /// <summary>Public keys that the server takes; lines may be added at any time.</summary>
    public string AuthorizedKeysPath => Path.Combine(Folder, "authorized_keys");

    /// <summary>A known_hosts file with all its keys for all its addresses.</summary>
    public string KnownHostsPath => Path.Combine(Folder, "known_hosts");

    /// <summary>What the servers have logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>Why it can't run here; null when it can.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "it takes Linux";
        }

        return File.Exists(Sshd) ? null : "OpenSSH's server is not installed (apt-get install openssh-server)";
    }

    /// <summary>Starts it and returns when it listens.</summary>
    /// <exception cref="InvalidOperationException">It did not start; the message has its log.</exception>
    public static LoopbackSshd Start(LoopbackSshdOptions? options = null)
    {
        options ??= new LoopbackSshdOptions();
        var folder = Directory.CreateTempSubdirectory("travisops-sshd-").FullName;
        var addresses = options.Addresses ?? [.. Enumerable.Range(1, options.AddressCount)
            .Select(i => options.AddressCount == 1 ? "127.0.0.1" : $"127.77.{i / 250}.{(i % 250) + 1}")];
        var server = new LoopbackSshd(folder, FreePort(), addresses);
        try
        {
            server.Prepare(options);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Path of a host key.</summary>
    /// <param name="type">As ssh-keygen's -t takes it.</param>
    public string HostKeyPath(string type) => Path.Combine(Folder, "host_" + type);

    /// <summary>Waits until the log is as wanted: its lines arrive a little after what they tell of.</summary>
    /// <param name="satisfied">Looks at the whole log.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public void WaitForLog(Func<string, bool> satisfied, CancellationToken cancellationToken)
    {
        lock (_log)
        {
            while (!satisfied(string.Join('\n', _log)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_log, TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>From now on it is there and says nothing, on no connection either. Disposing of it is all that can be done then.</summary>
    public void Freeze()
    {
        foreach (var process in _processes)
        {
            using var stop = Process.Start(new ProcessStartInfo("sh", ["-c", "stop() { kill -STOP $1; echo $1; for c in $(pgrep -P $1); do stop $c; done; }; stop $0", process.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
            _frozen.AddRange(stop.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
            stop.WaitForExit();
        }
    }

    /// <summary>Stops it, with every command that still runs on it, and removes its folder.</summary>
    public void Dispose()
    {
        // What is stopped does not notice that the others end.
        if (_frozen.Count > 0)
        {
            using var kill = Process.Start("kill", ["-KILL", .. _frozen]);
            kill.WaitForExit();
            _frozen.Clear();
        }

        foreach (var process in _processes)
        {
            try
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
            catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It has ended by itself.
            }

            process.Dispose();
        }

        _processes.Clear();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Keygen(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("ssh-keygen failed: " + error);
        }
    }

    private void Prepare(LoopbackSshdOptions options)
    {
        Keygen("-q", "-t", "ed25519", "-N", string.Empty, "-C", "lab", "-f", KeyFilePath);
        File.Copy(KeyFilePath + ".pub", AuthorizedKeysPath);
        var known = new List<string>();
        foreach (var type in options.HostKeyTypes)
        {
            Keygen("-q", "-t", type, "-N", string.Empty, "-C", "host", "-f", HostKeyPath(type));
            var key = File.ReadAllText(HostKeyPath(type) + ".pub").Split(' ');
            known.AddRange(Addresses.Select(address => string.Create(CultureInfo.InvariantCulture, $"[{address}]:{Port} {key[0]} {key[1]}")));
        }

        File.WriteAllLines(KnownHostsPath, known);
        foreach (var file in options.SetupFiles)
        {
            File.WriteAllText(Path.Combine(Folder, file.Key), file.Value);
        }

        // sshd wants its empty folder, and this server's folder must be passable for users whose keys are read with their rights.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
            if (Environment.IsPrivilegedProcess)
            {
                Directory.CreateDirectory("/run/sshd");
            }
        }

        foreach (var chunk in Addresses.Chunk(AddressesPerProcess))
        {
            Launch(options, chunk);
        }
    }

    private void Launch(LoopbackSshdOptions options, string[] addresses)
    {
        var configuration = Path.Combine(Folder, "sshd_config." + _processes.Count.ToString(CultureInfo.InvariantCulture));
        File.WriteAllLines(
            configuration,
            [
                .. options.Configuration.TakeWhile(line => !line.StartsWith("Match ", StringComparison.Ordinal)),
                .. addresses.Select(address => "ListenAddress " + address),
                "Port " + Port.ToString(CultureInfo.InvariantCulture),
                .. options.HostKeyTypes.Select(type => "HostKey " + HostKeyPath(type)),
                "AuthorizedKeysFile " + AuthorizedKeysPath,
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PermitRootLogin yes",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "MaxStartups 500",
                "MaxSessions 100",
                "LogLevel VERBOSE",
                "Subsystem sftp internal-sftp",
                .. options.Configuration.SkipWhile(line => !line.StartsWith("Match ", StringComparison.Ordinal)),
            ]);
        var start = options.PrivateSetup is null
            ? new ProcessStartInfo(Sshd, ["-D", "-e", "-f", configuration])
            : new ProcessStartInfo("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-euc", PrivateStart, "sh", Folder, configuration, WriteSetup(options.PrivateSetup)]);

        if (options.NetworkNamespacePath is { } network)
        {
            // nsenter and not `ip netns exec`, which would give the server another /sys too.
            start = new ProcessStartInfo("nsenter", ["--net=" + network, start.FileName, .. start.ArgumentList]);
        }

        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        var process = new Process { StartInfo = start };
        using var listening = new CountdownEvent(addresses.Length);
        using var ended = new ManualResetEventSlim();
        process.ErrorDataReceived += (_, line) => Note(line.Data, listening, ended);
        process.Start();
        _processes.Add(process);
        process.StandardInput.Close();
        process.BeginErrorReadLine();
        if (WaitHandle.WaitAny([listening.WaitHandle, ended.WaitHandle], TimeSpan.FromSeconds(30)) != 0)
        {
            process.CancelErrorRead();
            throw new InvalidOperationException("sshd did not start:\n" + Log);
        }

        // The events are gone after this; what comes later only goes into the log.
        listening.Reset(0);
    }

    private string WriteSetup(string text)
    {
        var path = Path.Combine(Folder, "setup.sh");
        File.WriteAllText(path, text);
        return path;
    }

    private void Note(string? line, CountdownEvent listening, ManualResetEventSlim ended)
    {
        try
        {
            if (line is null)
            {
                ended.Set();
                return;
            }

            lock (_log)
            {
                _log.Add(line);
                Monitor.PulseAll(_log);
            }

            if (line.Contains("Server listening on", StringComparison.Ordinal) && !listening.IsSet)
            {
                listening.Signal();
            }
        }
        catch (ObjectDisposedException)
        {
            // Start has returned; nobody waits any more.
        }
    }
}
