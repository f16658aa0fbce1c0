using System;
using System.IO;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace TravisOps.Ssh;

/// <summary>One command on a logged-in connection: sends its input, collects its output. Everything here may block and runs in a <see cref="DetachedCall"/>.</summary>
internal sealed class ScriptRun
{
    /// <summary>What is kept of standard output. The largest probe is well below 1 MiB; what passes this is a runaway.</summary>
    public const int OutputLimit = 16 * 1024 * 1024;

    private const int ErrorLimit = 1024 * 1024;

    private readonly SshClient _client;
    private readonly string _commandText;
    private volatile SshCommand? _command;

    public ScriptRun(SshClient client, string commandText)
    {
        _client = client;
        _commandText = commandText;
    }

    public CapturedStream Output { get; } = new(OutputLimit);

    public CapturedStream Error { get; } = new(ErrorLimit);

    /// <summary>Exit status that the server reported; null when it reported none.</summary>
    public int? ExitStatus { get; private set; }

    /// <summary>Signal that the server reported; null when it reported none.</summary>
    public string? ExitSignal { get; private set; }

    /// <summary>More came than is kept: the command should be ended. Any thread may ask.</summary>
    public bool Overflowed => Output.Overflowed || _command is { ExtendedOutputStream: PipeStream { Length: > ErrorLimit } };

    /// <summary>Runs the command to its end.</summary>
    /// <exception cref="SshException">The connection was lost, or the server refused.</exception>
    public bool Execute(byte[] input)
    {
        try
        {
            using var command = _client.CreateCommand(_commandText);
            _command = command;
            var ended = command.ExecuteAsync();

            try
            {
                // Left open: its end would tell the watcher on the host that the connection has died.
                var stdin = command.CreateInputStream();
                stdin.Write(input, 0, input.Length);
            }
            catch (InvalidOperationException)
            {
                // The server has ended the command before it took any input, as with an expired password: what it wrote says why.
            }

            Collect(command.OutputStream, Output);
            Collect(command.ExtendedOutputStream, Error);
            ended.GetAwaiter().GetResult();
            ExitStatus = command.ExitStatus;
            ExitSignal = command.ExitSignal;
            return true;
        }
        finally
        {
            Array.Clear(input, 0, input.Length);
        }
    }

    /// <summary>Takes what has arrived on standard error while the command still runs or hangs; does not block.</summary>
    public void CollectErrorSoFar()
    {
        if (_command?.ExtendedOutputStream is PipeStream { Length: > 0 } stream)
        {
            var buffer = new byte[Math.Min(stream.Length, ErrorLimit)];
            Error.Append(buffer, stream.Read(buffer, 0, buffer.Length));
        }
    }

    /// <summary>Asks the server to end the command. Best effort, and may block: never on a thread that somebody waits for.</summary>
    public void Cancel()
    {
        try
        {
            _command?.CancelAsync(forceKill: false, 0);
        }
        catch (Exception error) when (error is SshException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The connection is gone already, and with it the command's input.
        }
    }

    private static void Collect(Stream stream, CapturedStream captured)
    {
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            captured.Append(buffer, count);
            if (captured.Overflowed)
            {
                return;
            }
        }
    }
}
