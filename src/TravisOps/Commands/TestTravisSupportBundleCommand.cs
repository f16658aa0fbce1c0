using System;
using System.Management.Automation;
using TravisOps.Bundles;
using TravisOps.Checks;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Tells whether a support bundle is whole, complete, redacted and recent.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TravisSupportBundle")]
[OutputType(typeof(CheckResult))]
public sealed class TestTravisSupportBundleCommand : BundleCmdlet
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
            if (Open(path, lookForSecrets: true) is not { } bundle)
            {
                continue;
            }

            foreach (var result in BundleTest.Judge(bundle, DateTime.UtcNow))
            {
                WriteObject(ResultObject.From(result));
            }
        }
    }
}
