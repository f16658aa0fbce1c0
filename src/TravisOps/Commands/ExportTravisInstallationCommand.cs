using System.Management.Automation;
using TravisOps.Installations;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Writes installations to an inventory file: only what was given, all or nothing, never a secret.</summary>
[Cmdlet(VerbsData.Export, "TravisInstallation", SupportsShouldProcess = true)]
[OutputType(typeof(TravisInstallation))]
public sealed class ExportTravisInstallationCommand : TravisCmdlet
{
    /// <summary>What to write.</summary>
    /// <remarks>Needed, and not Mandatory: the engine would ask for it, and nothing may wait for a person in a scheduled task.</remarks>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public TravisInstallation[] Installation { get; set; } = [];

    /// <summary>The file; without it the inventory that is in use, or the user's own when there is none.</summary>
    [Parameter(Position = 0)]
    [Alias("InventoryPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces an installation of the same name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the installations to the pipeline as well.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Installation.Length == 0 && !MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("There is no installation to write. Pipe one in from New-TravisInstallation or Get-TravisInstallation, or give -Installation."),
                "InstallationMissing",
                ErrorCategory.InvalidArgument,
                null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var path = InventoryLocation.ForWriting(Path is null ? null : ResolvePath(Path), CurrentFolder);
        foreach (var installation in Installation)
        {
            Write(installation, path);
        }
    }

    private void Write(TravisInstallation installation, string path)
    {
        if (!ShouldProcess(path, $"Write installation '{installation.Name}'"))
        {
            return;
        }

        try
        {
            InventoryWriter.Write(installation, path, Force);
        }
        catch (InventoryException exception)
        {
            WriteError(InventoryErrors.ToErrorRecord(exception));
            return;
        }

        WriteVerbose($"Wrote '{installation.Name}' to {path}");
        if (PassThru)
        {
            WriteObject(installation);
        }
    }
}
