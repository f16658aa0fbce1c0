using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Backups;
using TravisOps.Checks;
using TravisOps.Completion;
using TravisOps.Ssh;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Reads all of a backup of the platform's data and says whether it is one; with -Drill restores its database into a throwaway PostgreSQL and proves the saved key on it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TravisBackup", DefaultParameterSetName = FromInventory)]
[OutputType(typeof(CheckResult))]
public sealed class TestTravisBackupCommand : HostCmdlet
{
    private readonly List<string> _paths = [];

    /// <summary>Archives of Backup-TravisData, their manifests, or folders of them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "ArchivePath")]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>How old a backup may be; of a folder, the newest of each platform.</summary>
    [Parameter]
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Restores the database into a throwaway PostgreSQL.</summary>
    [Parameter]
    public SwitchParameter Drill { get; set; }

    /// <summary>The saved encryption key, for the drill: what Get-TravisEncryptionKey gives, or its Key.</summary>
    [Parameter]
    [EncryptionKeyTransformation]
    [ValidateNotNull]
    public SecureString? EncryptionKey { get; set; }

    /// <summary>The host of the drill, of the installation; this machine when it is not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ComputerNameCompleter))]
    public string? DrillComputerName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        _paths.AddRange(Path ?? []);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!HasInput)
        {
            return;
        }

        if (_paths.Count == 0)
        {
            ThrowTerminatingError(new ErrorRecord(new PSArgumentException("There is no backup to test: give an archive of Backup-TravisData, or a folder of them, with -Path."), "BackupPathMissing", ErrorCategory.InvalidArgument, null));
        }

        var host = FindDrillHost();
        var options = Options();
        foreach (var path in _paths.Distinct().Select(TryResolvePath).OfType<string>())
        {
            var archives = Find(path);
            var superseded = BackupFinder.Superseded(archives);
            foreach (var archive in archives)
            {
                Test(archive, superseded.Contains(archive), host, options);
            }
        }
    }

    private IReadOnlyList<string> Find(string path)
    {
        try
        {
            return BackupFinder.Find(path);
        }
        catch (BackupException error)
        {
            WriteError(BackupErrors.ToErrorRecord(error, path));
            return [];
        }
    }

    private void Test(string archive, bool superseded, TravisHost? host, SshOptions options)
    {
        BackupTest test = new() { Path = archive, MaximumAge = MaxAge, IsSuperseded = superseded, Drill = Drill, EncryptionKey = EncryptionKey, DrillHost = host, Options = options };
        ByteProgress progress = new(this, "Testing " + System.IO.Path.GetFileName(archive));
        try
        {
            Pump((post, token) => Task.Factory.StartNew(
                () => test.Run(
                    result => post(() => WriteObject(ResultObject.From(result))),
                    (what, done, all) => post(() => progress.Show(what, done, all)),
                    token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));
        }
        catch (Exception error) when (error is BackupException or HostException or IOException or UnauthorizedAccessException)
        {
            WriteError(BackupErrors.ToErrorRecord(error, archive));
        }
        finally
        {
            if (!Stopping)
            {
                progress.End();
            }
        }
    }

    private TravisHost? FindDrillHost()
    {
        if (DrillComputerName is null)
        {
            return null;
        }

        var hosts = SelectInstallations().SelectMany(installation => installation.Hosts).ToList();
        var found = hosts.Find(host => string.Equals(host.ComputerName, DrillComputerName, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ItemNotFoundException($"No host here is called '{DrillComputerName}'. The installation has: {string.Join(", ", hosts.Select(host => host.ComputerName))}."),
                "ComputerNotFound",
                ErrorCategory.ObjectNotFound,
                DrillComputerName));
        }

        return found;
    }
}
