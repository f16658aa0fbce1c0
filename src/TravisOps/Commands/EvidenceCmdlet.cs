using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Evidence;

namespace TravisOps.Commands;

/// <summary>Base of commands that judge evidence: gathered now, or recorded earlier by Save-TravisEvidence.</summary>
public abstract class EvidenceCmdlet : ProbeCmdlet
{
    private protected const string FromEvidence = "Evidence";

    /// <summary>A folder that Save-TravisEvidence wrote: it is judged instead of the hosts, and nothing is contacted.</summary>
    [Parameter(ParameterSetName = FromEvidence, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string EvidencePath { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == FromEvidence)
        {
            foreach (var evidence in Narrow(ReadEvidence(), one => one.ComputerName, one => one.Role))
            {
                Judge(evidence);
            }

            return;
        }

        Probe(SelectHosts(), Judge);
    }

    /// <summary>Writes what the evidence of one host means; on the pipeline thread.</summary>
    private protected abstract void Judge(HostEvidence evidence);

    private IReadOnlyList<HostEvidence> ReadEvidence()
    {
        var path = ResolvePath(EvidencePath);
        try
        {
            return EvidenceStore.Read(path);
        }
        catch (EvidenceStoreException exception)
        {
            ThrowTerminatingError(new ErrorRecord(exception, "EvidenceInvalid", ErrorCategory.InvalidData, path));
            throw;
        }
    }
}
