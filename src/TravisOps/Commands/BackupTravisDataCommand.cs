using System;
using System.Management.Automation;
using System.Reflection;
using TravisOps.Backups;
using TravisOps.EncryptionKeys;
using TravisOps.Ssh;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Backs up the data of the platform, /var/travis and /etc/travis, into one file here.</summary>
[Cmdlet(VerbsData.Backup, "TravisData", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DataBackupResult))]
public sealed class BackupTravisDataCommand : HostCmdlet
{
    /// <summary>Folder that gets the archive, or the archive's path when it ends in .tar, .tar.gz or .tar.zst. Without it the session's location.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>How the data is taken.</summary>
    [Parameter]
    public BackupMode Mode { get; set; }

    /// <summary>How the archive is compressed.</summary>
    [Parameter]
    public BackupCompression Compression { get; set; }

    /// <summary>Patterns of tar that are left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Exclude { get; set; }

    /// <summary>How many backups of a platform to keep in the folder.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Keep { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Role)))
        {
            Role = [TravisRole.Platform];
        }

        if (Array.Find(Exclude ?? [], pattern => BackupLayout.Pattern(pattern) is null) is { } nothing)
        {
            ThrowTerminatingError(new ErrorRecord(new PSArgumentException($"-Exclude '{nothing}' is no pattern of anything below {string.Join(" or ", BackupLayout.Folders)}. Give one as tar takes it, relative to /: var/travis/log/*"), "ExcludeInvalid", ErrorCategory.InvalidArgument, nothing));
        }

        var request = new DataBackupRequest
        {
            Destination = ResolvePath(Destination ?? "."),
            Mode = Mode,
            Compression = Compression,
            Exclude = Exclude ?? [],
            Keep = MyInvocation.BoundParameters.ContainsKey(nameof(Keep)) ? Keep : null,
            ReadKeyFingerprint = static (host, options, token) =>
            {
                using var live = LiveKey.Read(host, options, token);
                return live.Key.Fingerprint;
            },
            ToolVersion = typeof(DataBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
        };
        var options = Options();
        foreach (var host in SelectHosts())
        {
            if (ShouldProcess(host.ComputerName, Action(request)))
            {
                BackUp(host, request, options);
            }
        }
    }

    private static string Action(DataBackupRequest request) =>
        (request.Mode == BackupMode.Cold
            ? $"Stop Travis CI Enterprise, back up its data to '{request.Destination}' and start it again"
            : $"Back up the data of Travis CI Enterprise to '{request.Destination}'")
        + (request.Keep is { } keep ? $"; then delete this platform's older backups there but the newest {keep}" : string.Empty);

    private void BackUp(TravisHost host, DataBackupRequest request, SshOptions options)
    {
        var bar = new TransferProgress(this, $"Backing up {host.ComputerName}");
        DataBackupResult? result = null;
        try
        {
            Pump((post, token) => HostFanOut.RunAsync(
                [host],
                1,
                (one, cancellation) => DataBackup.Run(one, request, options, new Reporter(progress => post(() => bar.Show(progress))), cancellation),
                (_, done) => result = done,
                token));
        }
        catch (Exception error) when (error is BackupException or HostException)
        {
            WriteError(BackupErrors.ToErrorRecord(error, host.ComputerName));
        }
        finally
        {
            if (!Stopping)
            {
                bar.End();
            }
        }

        if (result is not null)
        {
            if (result.Excluded.Count > 0)
            {
                WriteVerbose($"{host.ComputerName}: left out: {string.Join(", ", result.Excluded)}.");
            }

            foreach (var warning in result.Warnings)
            {
                WriteWarning(warning);
            }

            WriteObject(ResultObject.From(result));

            // Behind the result: with -ErrorAction Stop the backup is told of all the same.
            if (result.ApplicationProblem is { } problem)
            {
                WriteError(BackupErrors.ToErrorRecord(new BackupException(BackupProblem.NotStarted, problem, result.ApplicationRemedy!), host.ComputerName));
            }
        }
    }

    /// <summary>Calls on the thread that reports; Progress of the base class library would go through the thread pool, out of order.</summary>
    private sealed class Reporter(Action<BackupProgress> report) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => report(value);
    }
}
