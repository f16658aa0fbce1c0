using System.Management.Automation;
using TravisOps.Installations;

namespace TravisOps.Commands;

/// <summary>Makes an installation from parameters. Nothing is contacted and nothing is written.</summary>
[Cmdlet(VerbsCommon.New, "TravisInstallation")]
[OutputType(typeof(TravisInstallation))]
public sealed class NewTravisInstallationCommand : TravisCmdlet
{
    /// <summary>The name it goes by.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "default";

    /// <summary>The platform machine.</summary>
    /// <remarks>Needed, and not Mandatory: the engine would ask for it, and nothing may wait for a person in a scheduled task.</remarks>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Platform { get; set; }

    /// <summary>The worker machines; ranges as in the inventory.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string[] Worker { get; set; } = [];

    /// <summary>What the web interface is called, when it is not the platform's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PublicHostName { get; set; }

    /// <summary>SSH port of every host.</summary>
    [Parameter]
    public int? Port { get; set; }

    /// <summary>The login.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>Private key file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFilePath { get; set; }

    /// <summary>known_hosts file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KnownHostsPath { get; set; }

    /// <summary>How root is had.</summary>
    [Parameter]
    public SudoMode? Sudo { get; set; }

    /// <summary>A host to go through; kept for later.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JumpHost { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Platform is null)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("An installation has a platform machine. Name it with -Platform, such as -Platform platform.example.com."),
                "PlatformMissing",
                ErrorCategory.InvalidArgument,
                Name));
            return;
        }

        WriteObject(OrInventoryError(() => new InstallationBuilder
        {
            Name = Name,
            Platform = Platform,
            Workers = Worker,
            PublicHostName = PublicHostName,
            Port = Port,
            UserName = UserName,
            KeyFilePath = KeyFilePath,
            KnownHostsPath = KnownHostsPath,
            Sudo = Sudo,
            JumpHost = JumpHost,
            BaseDirectory = CurrentFolder,
        }.Build()));
    }
}
