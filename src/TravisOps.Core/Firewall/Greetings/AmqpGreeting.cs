using System.Text;

namespace TravisOps.Firewall.Greetings;

/// <summary>What answered the AMQP 0-9-1 protocol header.</summary>
internal static class AmqpGreeting
{
    /// <summary>"AMQP", 0, 0-9-1 (specification 4.2.2).</summary>
    public static byte[] Header() => [.. Encoding.ASCII.GetBytes("AMQP"), 0, 0, 9, 1];

    public static Verdict Judge(byte[] received, GreetingEnd end)
    {
        if (AmqpStart.Read(received) is not { } start)
        {
            return Verdict.Wrong(ForeignAnswer.Describe(received, end));
        }

        var product = start.Product is null ? "an AMQP broker" : start.Version is null ? start.Product : $"{start.Product} {start.Version}";
        return Verdict.Good($"{product}, AMQP 0-9-1");
    }
}
