using System.Net;
using System.Net.Sockets;

namespace TravisOps.Installations;

/// <summary>What can name a machine: a host name (RFC 1123 section 2.1), an IPv4 address or an IPv6 address.</summary>
internal static class HostName
{
    // RFC 1123 section 2.1: software must handle 63 in a label and should handle 255 in all; 253 is what fits DNS's wire form (RFC 1035 section 3.1).
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>What is wrong with it, as the end of a sentence; null when it is right.</summary>
    public static string? Problem(string name)
    {
        if (name.Length == 0)
        {
            return "a host name or an address is expected here";
        }

        if (name.IndexOf('@') >= 0)
        {
            // Not repeated: what stands before the @ may be user:password.
            return "a host name is expected; the login goes into 'user' (-UserName)";
        }

        var shown = ValueText.Show(name);
        if (name.IndexOf("://", System.StringComparison.Ordinal) >= 0)
        {
            return $"{shown} is a URL; only the host name is expected";
        }

        if (name.IndexOf(':') >= 0)
        {
            return IPv6Problem(name, shown);
        }

        return NameProblem(name, shown);
    }

    /// <summary>The form in which two names of one machine are equal.</summary>
    public static string Canonical(string name) =>
        IPAddress.TryParse(name, out var address) && name.IndexOf(':') >= 0 ? address.ToString() : name.ToUpperInvariant();

    private static string? IPv6Problem(string name, string shown)
    {
        if (name[0] == '[' && name.EndsWith("]", System.StringComparison.Ordinal))
        {
            return $"{shown}: an IPv6 address is written without brackets";
        }

        if (name[0] != '[' && IPAddress.TryParse(name, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return null;
        }

        return name.IndexOf(':') == name.LastIndexOf(':')
            ? $"{shown}: the port goes into 'port' (-Port), not into the name"
            : $"{shown} is not an IPv6 address";
    }

    private static string? NameProblem(string name, string shown)
    {
        if (name.Length > LongestName)
        {
            return $"{shown} is {name.Length} characters long; a host name has at most {LongestName}";
        }

        var labels = name.Split('.');
        foreach (var label in labels)
        {
            if (label.Length == 0)
            {
                return $"{shown} is not a host name: there is nothing between, before or after a dot";
            }

            if (label.Length > LongestLabel)
            {
                return $"{shown} is not a host name: a part between dots has at most {LongestLabel} characters";
            }

            if (label[0] == '-' || label[label.Length - 1] == '-')
            {
                return $"{shown} is not a host name: a part between dots can't begin or end with a dash";
            }

            foreach (var c in label)
            {
                if (!IsLetterOrDigit(c) && c != '-')
                {
                    return $"{shown} is not a host name: letters of the English alphabet, digits, dashes and dots are expected"
                        + (c > 127 ? " (the xn-- form of an international name will do)" : string.Empty);
                }
            }
        }

        // RFC 1123 section 2.1: a name whose last part is a number would be taken for an address, so it has to be a whole one.
        return IsNumber(labels[labels.Length - 1]) && !IsIPv4(labels)
            ? $"{shown} is neither a host name nor an IPv4 address (four numbers from 0 to 255)"
            : null;
    }

    private static bool IsIPv4(string[] labels)
    {
        if (labels.Length != 4)
        {
            return false;
        }

        foreach (var label in labels)
        {
            // A leading zero is octal to some resolvers and decimal to others.
            if (!IsNumber(label) || label.Length > 3 || (label.Length > 1 && label[0] == '0')
                || int.Parse(label, System.Globalization.CultureInfo.InvariantCulture) > 255)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(string label)
    {
        foreach (var c in label)
        {
            if (c is < '0' or > '9')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
