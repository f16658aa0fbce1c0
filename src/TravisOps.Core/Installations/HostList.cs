using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace TravisOps.Installations;

/// <summary>Hosts of an installation: a list to whoever goes through it, their names to Export-Csv, which writes what ToString says.</summary>
internal sealed class HostList(IEnumerable<TravisHost> hosts) : ReadOnlyCollection<TravisHost>([.. hosts])
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this.Select(host => host.ComputerName));
}
