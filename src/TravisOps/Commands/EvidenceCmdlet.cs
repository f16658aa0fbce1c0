using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using TravisOps.Bundles;
using TravisOps.Checks;
using TravisOps.Evidence;
using TravisOps.Support;

namespace TravisOps.Commands;

/// <summary>Base of commands that judge evidence: gathered now, or recorded earlier by Save-TravisEvidence.</summary>
public abstract class EvidenceCmdlet : ProbeCmdlet
{
    private protected const string FromEvidence = "Evidence";

    /// <summary>A folder that Save-TravisEvidence wrote, or a support bundle: it is judged instead of the hosts, and nothing is contacted.</summary>
    [Parameter(ParameterSetName = FromEvidence, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Bundle")]
    public string EvidencePath { get; set; } = string.Empty;

    /// <summary>Opens a bundle that was encrypted with a passphrase.</summary>
    /// <remarks>In every parameter set: alone in that of -EvidencePath it would make the engine ask for the path.</remarks>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>A certificate with the private key that opens a bundle that was encrypted for it; by default the certificate stores are searched.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public CmsMessageRecipient[]? Recipient { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (EvidencePath.Length == 0 && (Passphrase is not null || Recipient is not null))
        {
            // No error: somebody may have them in $PSDefaultParameterValues, for the bundles and keys that they protect.
            WriteVerbose("-Passphrase and -Recipient open an encrypted bundle; without -EvidencePath they are not used.");
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == FromEvidence)
        {
            var recorded = Narrow(ReadEvidence(), one => one.ComputerName, one => one.Role);
            foreach (var evidence in recorded)
            {
                Judge(evidence);
            }

            JudgeFleet(new Fleet(recorded));
            return;
        }

        var hosts = SelectHosts();
        var gathered = new Dictionary<TravisHost, HostEvidence>();
        Probe(hosts, (host, evidence) =>
        {
            gathered[host] = evidence;
            Judge(evidence);
        });

        // In the order of the inventory, not of completion: the same hosts give the same results.
        foreach (var installation in SelectInstallations())
        {
            JudgeFleet(new Fleet([.. installation.Hosts.Distinct().Where(gathered.ContainsKey).Select(host => gathered[host])]));
        }
    }

    /// <summary>Writes what the evidence of one host means; on the pipeline thread.</summary>
    private protected abstract void Judge(HostEvidence evidence);

    /// <summary>Takes a log of the bundle that is read, before its evidence is judged; not on the pipeline thread. Logs are no evidence, and most commands want none.</summary>
    private protected virtual void TakeLog(string path, Stream content)
    {
    }

    /// <summary>Writes what the evidence of an installation's hosts means together, after each was judged alone; on the pipeline thread.</summary>
    private protected virtual void JudgeFleet(Fleet fleet)
    {
    }

    private IReadOnlyList<HostEvidence> ReadEvidence()
    {
        var path = ResolvePath(EvidencePath);
        try
        {
            return File.Exists(path) ? Aside(BundleOpener.For(this, path, Passphrase, Recipient, visit: TakeLog)).Evidence : EvidenceStore.Read(path);
        }
        catch (BundleException exception)
        {
            ThrowTerminatingError(BundleErrors.ToErrorRecord(exception, path));
            throw;
        }
        catch (EvidenceStoreException exception)
        {
            ThrowTerminatingError(new ErrorRecord(exception, "EvidenceInvalid", ErrorCategory.InvalidData, path));
            throw;
        }
    }
}
