using System.Management.Automation;
using TravisOps.Bundles;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Tells two support bundles apart: hosts, results, what is missing, and answers that should not change by themselves.</summary>
[Cmdlet(VerbsData.Compare, "TravisSupportBundle")]
[OutputType(typeof(BundleDifference))]
public sealed class CompareTravisSupportBundleCommand : BundleCmdlet
{
    /// <summary>The bundle to compare with, such as one of when all was well.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? ReferencePath { get; set; }

    /// <summary>The other bundle.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? DifferencePath { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RefuseNone(ReferencePath is null ? [] : [ReferencePath], nameof(ReferencePath));
        RefuseNone(DifferencePath is null ? [] : [DifferencePath], nameof(DifferencePath));
        if (Open(ReferencePath!, lookForSecrets: false) is not { } reference || Open(DifferencePath!, lookForSecrets: false) is not { } difference)
        {
            return;
        }

        foreach (var one in BundleComparison.Compare(reference, difference))
        {
            WriteObject(ResultObject.From(one));
        }
    }
}
