using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TravisOps.Redaction;

/// <summary>
/// Finds names of machines and people by what stands around them, whether anybody told them before or not: in URIs and mail addresses, in the lines of sshd, sudo and
/// PAM, in home folders, behind <c>user=</c> and <c>host=</c>, in the column of syslog that has the machine. What it finds in a place depends on that place alone.
/// </summary>
internal sealed class ContextNames
{
    private static readonly string[] s_domains = [".lan", ".local", ".internal", ".corp", ".intra", ".home.arpa"];

    private static readonly (string Text, Trigger Trigger)[] s_triggers =
    [
        ("://", Trigger.Uri), ("%2f%2f", Trigger.Uri),
        (" for ", Trigger.For), (" user ", Trigger.User), ("sudo", Trigger.Sudo), ("/home/", Trigger.Home), ("/users/", Trigger.Home), ("\\users\\", Trigger.Home),
        ("user", Trigger.Key), ("login", Trigger.Key), ("uid=", Trigger.Key), ("acct=", Trigger.Key), ("logname", Trigger.Key),
        ("host", Trigger.Key), ("node", Trigger.Key), ("server", Trigger.Key), ("peer", Trigger.Key),
        .. s_domains.Select(domain => (domain, Trigger.Domain)),
    ];

    private static readonly PatternMatcher s_matcher = new([.. s_triggers.Select(one => Encoding.ASCII.GetBytes(one.Text))]);

    private readonly ColumnNames _columns;
    private readonly SignNames _signs;
    private readonly SentenceNames _sentences;
    private readonly AssignedNames _assigned;
    private readonly PathNames _paths;

    private enum Trigger
    {
        Uri,
        For,
        User,
        Sudo,
        Home,
        Key,
        Domain,
    }

    /// <summary>Prepares it.</summary>
    /// <param name="host">What stands for a machine's name; null for one that is left.</param>
    /// <param name="user">What stands for a person's; null for one that is left.</param>
    public ContextNames(Func<string, byte[]?> host, Func<string, byte[]?> user)
    {
        NameHits names = new(host, user);
        _columns = new ColumnNames(names);
        _signs = new SignNames(names);
        _sentences = new SentenceNames(names);
        _assigned = new AssignedNames(names);
        _paths = new PathNames(names);
    }

    /// <summary>Adds what is found; the value of a hit is the name.</summary>
    public void Find(ReadOnlySpan<byte> text, List<RedactionHit> hits)
    {
        _columns.FindLines(text, hits);
        _signs.FindSigns(text, hits);
        _signs.FindAccounts(text, hits);
        for (var at = 0; s_matcher.Next(text, ref at, out var found, out var length); at++)
        {
            var end = at + length;
            switch (s_triggers[found].Trigger)
            {
                case Trigger.Uri:
                    _paths.FindUri(text, at, end, hits);
                    break;
                case Trigger.For:
                    _sentences.FindFor(text, at, end, hits);
                    break;
                case Trigger.User:
                    _sentences.FindUser(text, at, end, hits);
                    _assigned.FindKey(text, at + 1, hits);
                    break;
                case Trigger.Sudo:
                    _sentences.FindSudo(text, end, hits);
                    break;
                case Trigger.Home:
                    _paths.FindHome(text, at, end, hits);
                    break;
                case Trigger.Key:
                    _assigned.FindKey(text, at, hits);
                    break;
                case Trigger.Domain:
                    _paths.FindDomain(text, at, end, hits);
                    break;
            }
        }
    }
}
