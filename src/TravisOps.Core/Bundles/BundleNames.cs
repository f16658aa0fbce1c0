using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Redaction;

namespace TravisOps.Bundles;

/// <summary>The names that -Anonymize takes out: of the hosts, of their users, and of the machines that configurations name.</summary>
internal static class BundleNames
{
    public static Anonymizer For(BundleOptions options, IReadOnlyList<HostEvidence> evidence, Pseudonyms pseudonyms)
    {
        var anonymizer = new Anonymizer(pseudonyms);
        anonymizer.AddHost(options.Installation.PublicHostName);
        foreach (var host in options.Installation.Hosts)
        {
            anonymizer.AddHost(host.ComputerName);
            anonymizer.AddHost(host.Address);
            if (host.UserName is { } user)
            {
                anonymizer.AddUser(user);
            }
        }

        foreach (var host in evidence)
        {
            if (host.Connection.UserName is { } user)
            {
                anonymizer.AddUser(user);
            }

            foreach (var item in host.Items.Where(item => item.Text.Length > 0))
            {
                foreach (var name in NamesInText.Hosts(item.Text))
                {
                    anonymizer.AddHost(name);
                }

                foreach (var name in NamesInText.Users(item.Text))
                {
                    anonymizer.AddUser(name);
                }
            }
        }

        return anonymizer;
    }
}
