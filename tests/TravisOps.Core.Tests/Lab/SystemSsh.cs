using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;

namespace TravisOps.Core.Tests.Lab;

/// <summary>The machine's own OpenSSH client, as a second opinion on what a lab host shows.</summary>
internal static class SystemSsh
{
    /// <summary>Runs a command on a lab host with the lab's key and known_hosts.</summary>
    public static Task<LabExecResult> RunAsync(LabInstallation lab, LabHost host, string user, string command, CancellationToken cancellationToken) =>
        RunAsync(Prepare(lab, host, user, command, "-o", "BatchMode=yes"), cancellationToken);

    /// <summary>Runs a command, logged in with the password in one particular way and without the key.</summary>
    public static async Task<LabExecResult> RunWithPasswordAsync(
        LabInstallation lab, LabHost host, string user, string method, string command, CancellationToken cancellationToken)
    {
        string answer = Path.Combine(lab.StateDirectory, $"askpass-{user}-{method}");
        await File.WriteAllTextAsync(answer, $"#!/bin/sh\ncat '{lab.SudoPasswordPath}'\n", cancellationToken);
        File.SetUnixFileMode(answer, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        ProcessStartInfo info = Prepare(
            lab, host, user, command, "-o", $"PreferredAuthentications={method}", "-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1");
        info.Environment["SSH_ASKPASS"] = answer;
        info.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        return await RunAsync(info, cancellationToken);
    }

    private static ProcessStartInfo Prepare(LabInstallation lab, LabHost host, string user, string command, params string[] options)
    {
        string[] common =
        [
            "-F", "none", "-o", "StrictHostKeyChecking=yes", "-o", $"UserKnownHostsFile={lab.KnownHostsPath}", "-o", "GlobalKnownHostsFile=none",
            "-o", "ConnectTimeout=2", "-o", "IdentitiesOnly=yes", "-i", lab.KeyFilePath,
        ];
        return new("ssh", [.. common, .. options, $"{user}@{host.Address}", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static async Task<LabExecResult> RunAsync(ProcessStartInfo info, CancellationToken cancellationToken)
    {
        using Process ssh = Process.Start(info)!;
        ssh.StandardInput.Close();
        Task<string> stdout = ssh.StandardOutput.ReadToEndAsync(cancellationToken);
        string stderr = await ssh.StandardError.ReadToEndAsync(cancellationToken);
        await ssh.WaitForExitAsync(cancellationToken);
        return new(ssh.ExitCode, await stdout, stderr);
    }
}
