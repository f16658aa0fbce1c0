using System.Collections.Generic;
using TravisOps.Evidence;
using TravisOps.Workers.Settings;

namespace TravisOps.Checks.Workers;

/// <summary>A check of a worker's settings. Where there are none to read it says why.</summary>
internal abstract class WorkerCheck(string id, string title, string limits, string reference) : Check(id, title, limits, reference, TravisRole.Worker)
{
    private protected sealed override IEnumerable<Finding> Judge(HostEvidence host)
    {
        var (configuration, obstacle) = WorkerFindings.Read(host);
        return configuration is null ? [obstacle!] : Judge(host, configuration);
    }

    /// <summary>The rules.</summary>
    private protected abstract IEnumerable<Finding> Judge(HostEvidence host, WorkerConfiguration configuration);
}
