using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;

namespace TravisOps.Checks;

/// <summary>
/// A question about a host whose answer needs the evidence of others: the platform's, or that of all workers. It is asked once, when all
/// evidence is there; checks of one host don't wait for it. Of one host alone it says what can be said of that one.
/// </summary>
public abstract class FleetCheck : Check
{
    private protected FleetCheck(string id, string title, string limits, string reference, params TravisRole[] roles)
        : base(id, title, limits, reference, roles)
    {
    }

    /// <summary>The results, for each host of the check's roles that was reached, in the fleet's order.</summary>
    public IReadOnlyList<CheckResult> Evaluate(Fleet fleet)
    {
        if (fleet is null)
        {
            throw new ArgumentNullException(nameof(fleet));
        }

        return [.. fleet.Hosts.Where(host => Roles.Contains(host.Role) && !(host.Failure is not null && host.IsEmpty)).SelectMany(host => Results(host, () => Judge(host, fleet)))];
    }

    /// <summary>The rules for one host among the others. May throw.</summary>
    private protected abstract IEnumerable<Finding> Judge(HostEvidence host, Fleet fleet);

    private protected sealed override IEnumerable<Finding> Judge(HostEvidence host) => Judge(host, new Fleet([host]));
}
