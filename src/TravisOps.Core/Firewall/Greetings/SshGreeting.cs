using System;
using System.Linq;
using System.Text;
using TravisOps.Checks;

namespace TravisOps.Firewall.Greetings;

/// <summary>The version line of an SSH server, other lines may stand before it (RFC 4253 section 4.2).</summary>
internal static class SshGreeting
{
    private const int MostLines = 20;

    /// <summary>The version line is there, or what is there is so long that none will come.</summary>
    public static bool HasVersion(byte[] received)
    {
        var lines = Encoding.ASCII.GetString(received).Split('\n');
        return lines.Length > MostLines || lines.Take(lines.Length - 1).Any(IsVersion);
    }

    public static Verdict Judge(byte[] received, GreetingEnd end)
    {
        var line = Encoding.ASCII.GetString(received).Split('\n').FirstOrDefault(IsVersion);
        if (line is null)
        {
            return Verdict.Wrong(ForeignAnswer.Describe(received, end));
        }

        var shown = ForeignAnswer.Printable(line.TrimEnd('\r'));
        return line.StartsWith("SSH-2.0-", StringComparison.Ordinal) || line.StartsWith("SSH-1.99-", StringComparison.Ordinal)
            ? Verdict.Good(shown)
            : new Verdict(PortState.Open, CheckStatus.Fail, shown) { Problem = "the server does not speak version 2 of SSH" };
    }

    private static bool IsVersion(string line) => line.StartsWith("SSH-", StringComparison.Ordinal);
}
