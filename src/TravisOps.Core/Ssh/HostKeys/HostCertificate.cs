using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Ssh;

/// <summary>What of a host's certificate decides whether it is good for a host (PROTOCOL.certkeys of OpenSSH).</summary>
/// <param name="AuthorityKey">The key that signed it.</param>
/// <param name="IsForHosts">It is a host certificate, not a user's.</param>
/// <param name="Principals">Host names that it is good for; none means any.</param>
/// <param name="CriticalOptions">Options that must be understood; none is defined for hosts.</param>
internal sealed record HostCertificate(byte[] AuthorityKey, bool IsForHosts, IReadOnlyList<string> Principals, IReadOnlyList<string> CriticalOptions)
{
    /// <summary>Why it is not good for this host; null when it is.</summary>
    public string? ProblemFor(string address)
    {
        if (!IsForHosts)
        {
            return "it certifies a user and not a host";
        }

        if (CriticalOptions.Count > 0)
        {
            return "it has the critical option " + CriticalOptions[0] + ", which nothing here understands";
        }

        var name = address.ToLowerInvariant();
        return Principals.Count == 0 || Principals.Any(principal => Wildcards.Match(principal.ToLowerInvariant(), name))
            ? null
            : "it is for " + string.Join(", ", Principals);
    }
}
