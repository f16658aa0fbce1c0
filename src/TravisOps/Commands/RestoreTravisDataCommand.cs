using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Backups;
using TravisOps.Ssh;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Puts a backup in the place of the platform's data, and keeps what was there before.</summary>
[Cmdlet(VerbsData.Restore, "TravisData", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DataRestoreResult))]
public sealed class RestoreTravisDataCommand : HostCmdlet
{
    private readonly List<string> _paths = [];

    /// <summary>The archive of Backup-TravisData, or its manifest.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "ArchivePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces folders that are not empty; what is there is renamed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes only platforms be looked at: workers have no data.</summary>
    public RestoreTravisDataCommand() => Role = [TravisRole.Platform];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        if (Path is not null)
        {
            _paths.Add(Path);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!HasInput)
        {
            return;
        }

        // An archive and its manifest are one backup.
        var paths = _paths.Select(ResolvePath).Select(one => one.EndsWith(BackupLayout.ManifestEnding, StringComparison.Ordinal) ? one.Substring(0, one.Length - BackupLayout.ManifestEnding.Length) : one).Distinct().ToList();
        if (paths.Count == 0)
        {
            ThrowTerminatingError(new ErrorRecord(new PSArgumentException("There is no backup to restore: give an archive of Backup-TravisData with -Path."), "BackupPathMissing", ErrorCategory.InvalidArgument, null));
        }

        if (paths.Count > 1)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException($"One backup is restored, and these are {paths.Count}: {string.Join(", ", paths.Take(5).Select(one => $"'{one}'"))}{(paths.Count > 5 ? ", …" : string.Empty)}. Nothing was done. Give the one that is meant with -Path."),
                "SeveralBackups",
                ErrorCategory.InvalidArgument,
                null));
        }

        var hosts = SelectHosts().Where(host => host.Role == TravisRole.Platform).ToList();
        if (hosts.Count > 1)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException($"A backup is restored to one platform, and these are {hosts.Count}: {string.Join(", ", hosts.Select(host => host.ComputerName))}. Give one with -ComputerName."),
                "SeveralPlatforms",
                ErrorCategory.InvalidArgument,
                null));
        }

        foreach (var host in hosts)
        {
            Restore(paths[0], host);
        }
    }

    private void Restore(string path, TravisHost host)
    {
        ByteProgress progress = new(this, $"Restoring {host.ComputerName}");
        try
        {
            var archives = BackupFinder.Find(path);
            if (archives.Count > 1)
            {
                throw new BackupException(BackupProblem.ManifestInvalid, $"'{path}' has {archives.Count} backups.", $"Give one of them, for example the newest: '{archives[archives.Count - 1]}'");
            }

            var manifest = BackupFinder.ReadManifest(archives[0]);
            if (manifest.ComputerName != host.ComputerName)
            {
                WriteWarning($"The backup is of {manifest.ComputerName}, and it is restored to {host.ComputerName}: host name, certificate and OAuth application must fit, and the encryption key must be the same.");
            }

            if (!manifest.IsConsistent)
            {
                WriteWarning($"What is in the backup may not fit together: {string.Join("; ", manifest.Inconsistencies)}.");
            }

            if (!ShouldProcess(host.ComputerName, $"Replace {string.Join(" and ", manifest.Paths.Concat(RestoreNames.Restorable(manifest).Select(database => "the database " + database.Name)))} by the backup of {manifest.CreatedAt:u}, with the application stopped meanwhile"))
            {
                return;
            }

            var options = Options();
            Pump((post, token) => Task.Factory.StartNew(
                () =>
                {
                    DataRestore restore = new() { Path = archives[0], Host = host, Options = options, Force = Force, Warning = text => post(() => WriteWarning(text)) };
                    var result = restore.Run((what, done, all) => post(() => Show(progress, what, done, all)), token);
                    post(() => WriteObject(ResultObject.From(result)));
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));
        }
        catch (Exception error) when (error is BackupException or HostException or IOException or UnauthorizedAccessException)
        {
            WriteError(BackupErrors.ToErrorRecord(error, error is BackupException ? host.ComputerName : path));
        }
        finally
        {
            if (!Stopping)
            {
                progress.End();
            }
        }
    }

    private void Show(ByteProgress progress, string what, long done, long all)
    {
        if (done == 0)
        {
            WriteVerbose(what);
        }

        progress.Show(what, done, all);
    }
}
