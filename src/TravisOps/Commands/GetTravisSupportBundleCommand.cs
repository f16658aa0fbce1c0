using System.Management.Automation;
using TravisOps.Bundles;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Reads a support bundle: what it is, what is missing, what the checks said, and its evidence.</summary>
[Cmdlet(VerbsCommon.Get, "TravisSupportBundle")]
[OutputType(typeof(SupportBundleInfo))]
public sealed class GetTravisSupportBundleCommand : BundleCmdlet
{
    /// <summary>The bundles.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("FullName")]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RefuseNone(Path, nameof(Path));
        foreach (var path in Path)
        {
            if (Open(path, lookForSecrets: false) is { } bundle)
            {
                WriteObject(ResultObject.From(SupportBundleInfo.Of(bundle)));
            }
        }
    }
}
