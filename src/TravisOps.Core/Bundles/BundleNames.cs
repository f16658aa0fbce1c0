using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Evidence;
using TravisOps.Probing;
using TravisOps.Redaction;

namespace TravisOps.Bundles;

/// <summary>The names that -Anonymize takes out: of the hosts, of their users, and of the machines that configurations name.</summary>
internal static class BundleNames
{
    /// <summary>
    /// What a machine calls itself, which stands in each line of its logs and need not be its name in the inventory; and the domains that it looks names up in. Asked only to
    /// know what to look for; the answer is in no bundle.
    /// </summary>
    public static ProbeItem OwnNames { get; } = new()
    {
        Name = "names.own",
        Kind = ProbeItemKind.Command,
        Source = """
            printf 'host %s\n' "$(uname -n)" "$(timeout 2 hostname -f 2>/dev/null)"
            awk '$1 == "search" || $1 == "domain" { for (i = 2; i <= NF; i++) print "domain " $i }' /etc/resolv.conf 2>/dev/null
            exit 0
            """.Replace("\r", string.Empty),
        TimeLimit = TimeSpan.FromSeconds(5),
    };

    /// <summary>The anonymizer of a bundle.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="asked">The hosts' answers, those that are in no bundle among them.</param>
    /// <param name="pseudonyms">The case.</param>
    public static Anonymizer For(BundleOptions options, IReadOnlyList<HostEvidence> asked, Pseudonyms pseudonyms)
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

        foreach (var host in asked)
        {
            if (host.Connection.UserName is { } user)
            {
                anonymizer.AddUser(user);
            }

            AddOwn(anonymizer, host.Find(OwnNames.Name)?.Text ?? string.Empty);
            foreach (var item in host.Items.Where(item => item.Text.Length > 0))
            {
                foreach (var name in NamesInText.Hosts(item.Text))
                {
                    anonymizer.AddHost(name, isOwn: false);
                }

                foreach (var name in NamesInText.Users(item.Text))
                {
                    anonymizer.AddUser(name);
                }

                anonymizer.LearnFrom(item.Text);
            }
        }

        anonymizer.Commit();
        return anonymizer;
    }

    private static void AddOwn(Anonymizer anonymizer, string answer)
    {
        foreach (var words in answer.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length == 2))
        {
            switch (words[0])
            {
                case "host":
                    anonymizer.AddHost(words[1]);
                    break;
                case "domain":
                    anonymizer.AddDomain(words[1]);
                    break;
            }
        }
    }
}
