using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using TravisOps.Checks;

namespace TravisOps.Firewall.Greetings;

/// <summary>The status line of a web server, and where it sends its visitors.</summary>
internal static class HttpGreeting
{
    private static readonly Regex StatusLine = new(@"^HTTP/[0-9](?:\.[0-9])? +(?<code>[1-5][0-9][0-9])(?: |$)", RegexOptions.CultureInvariant);

    public static byte[] Request(string serverName) => Encoding.ASCII.GetBytes(
        $"GET / HTTP/1.0\r\nHost: {serverName}\r\nUser-Agent: TravisOps\r\nConnection: close\r\n\r\n");

    public static Verdict Judge(byte[] received, GreetingEnd end)
    {
        var line = ForeignAnswer.FirstLine(received);
        if (StatusLine.Match(line) is not { Success: true } status)
        {
            return Verdict.Wrong(ForeignAnswer.Describe(received, end));
        }

        const string Header = "location:";
        var location = Encoding.ASCII.GetString(received).Split('\n').FirstOrDefault(one => one.StartsWith(Header, StringComparison.OrdinalIgnoreCase));
        var detail = location is null ? line : $"{line} to {ForeignAnswer.Printable(location.Substring(Header.Length).Trim())}";
        return int.Parse(status.Groups["code"].Value, CultureInfo.InvariantCulture) >= 500
            ? new Verdict(PortState.Open, CheckStatus.Warn, detail)
            {
                Problem = "the web server answers, what stands behind it does not",
                Remedy = "On the platform: replicatedctl app status; sudo tail -n 50 /var/travis/log/travis.log",
            }
            : Verdict.Good(detail);
    }
}
