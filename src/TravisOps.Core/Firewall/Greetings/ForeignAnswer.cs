using System;
using System.Text;

namespace TravisOps.Firewall.Greetings;

/// <summary>Says in words what answered in place of the expected service. What a stranger sends is shown without control characters and cut.</summary>
internal static class ForeignAnswer
{
    private const int MostShown = 80;

    public static string Describe(byte[] received, GreetingEnd end)
    {
        if (received.Length == 0)
        {
            return end switch
            {
                GreetingEnd.Closed => "took the connection and hung up without a word, as Docker's proxy does when nothing listens in the container",
                GreetingEnd.Silent => "took the connection and said nothing in time",
                _ => "took the connection and gave no answer",
            };
        }

        var line = FirstLine(received);
        return received switch
        {
            [(byte)'S', (byte)'S', (byte)'H', (byte)'-', ..] => $"an SSH server answered: {line}",
            [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', ..] => $"a web server answered: {line}",
            [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1] => "what was sent came back, as from an echo",
            [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', ..] when received.Length >= 8 =>
                $"an AMQP broker answered that speaks {received[5]}-{received[6]}-{received[7]} and not 0-9-1",
            [0x15 or 0x16, 0x03, ..] => "a TLS server answered",
            [0x01, 0x00, 0x00, ..] => "an AMQP broker answered",
            _ => $"something else answered: \"{line}\"",
        };
    }

    /// <summary>The first line, printable.</summary>
    public static string FirstLine(byte[] received)
    {
        var length = Array.IndexOf(received, (byte)'\n');
        return Printable(Encoding.ASCII.GetString(received, 0, length < 0 ? received.Length : length).TrimEnd('\r'));
    }

    public static string Printable(string text)
    {
        var shown = new StringBuilder();
        foreach (var c in text)
        {
            if (shown.Length == MostShown)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(c is >= ' ' and <= '~' ? c : '.');
        }

        return shown.ToString();
    }
}
