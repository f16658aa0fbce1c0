using System;
using System.Linq;
using TravisOps.Checks;
using TravisOps.Firewall;
using TravisOps.Firewall.Greetings;
using Xunit;

namespace TravisOps.Core.Tests.Firewall;

public sealed class AmqpStartTests
{
    /// <summary>What RabbitMQ 3.10.8 of Debian 12 answers the protocol header with.</summary>
    private static readonly byte[] s_rabbit = Convert.FromHexString(
        "010000000001ee000a000a0009000001c90c6361706162696c697469657346000000c7127075626c69736865725f636f6e6669726d7374011a65786368616e67655f65786368616e67655f62696e64696e677374010a"
        + "62617369632e6e61636b740116636f6e73756d65725f63616e63656c5f6e6f74696679740112636f6e6e656374696f6e2e626c6f636b6564740113636f6e73756d65725f7072696f72697469657374011c6175746865"
        + "6e7469636174696f6e5f6661696c7572655f636c6f73657401107065725f636f6e73756d65725f716f7374010f6469726563745f7265706c795f746f74010c636c75737465725f6e616d6553000000077476667740766d"
        + "09636f707972696768745300000037436f707972696768742028632920323030372d3230323220564d776172652c20496e632e206f722069747320616666696c69617465732e0b696e666f726d6174696f6e5300000039"
        + "4c6963656e73656420756e64657220746865204d504c20322e302e20576562736974653a2068747470733a2f2f7261626269746d712e636f6d08706c6174666f726d530000001145726c616e672f4f54502032352e322e"
        + "330770726f6475637453000000085261626269744d510776657273696f6e5300000006332e31302e380000000e414d51504c41494e20504c41494e00000005656e5f5553ce");

    [Fact]
    public void Product_version_and_mechanisms_are_read()
    {
        var start = AmqpStart.Read(s_rabbit)!;

        Assert.Equal(("RabbitMQ", "3.10.8"), (start.Product, start.Version));
        Assert.Equal(["AMQPLAIN", "PLAIN"], start.Mechanisms);
        Assert.Equal(s_rabbit.Length, AmqpStart.FrameLength(s_rabbit));
    }

    [Fact]
    public void No_prefix_and_no_changed_byte_makes_it_throw()
    {
        for (var i = 0; i < s_rabbit.Length; i++)
        {
            Assert.Null(AmqpStart.Read(s_rabbit[..i]));
            foreach (byte value in (byte[])[0x00, 0x7F, 0x80, 0xFF])
            {
                var changed = s_rabbit.ToArray();
                changed[i] = value;
                _ = AmqpStart.Read(changed);
            }
        }
    }

    [Theory]
    [InlineData("AMQP\0\0\u0009\u0001", "what was sent came back, as from an echo")]
    [InlineData("AMQP\u0003\u0001\0\0", "an AMQP broker answered that speaks 1-0-0 and not 0-9-1")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n", "a web server answered: HTTP/1.1 400 Bad Request")]
    [InlineData("220 mail.example.com\u001b[31m ESMTP\r\n", "something else answered: \"220 mail.example.com.[31m ESMTP\"")]
    public void Something_else_is_named(string answer, string detail)
    {
        var verdict = AmqpGreeting.Judge([.. answer.Select(c => (byte)c)], GreetingEnd.Closed);

        Assert.Equal((PortState.WrongService, CheckStatus.Fail, detail), (verdict.State, verdict.Status, verdict.Detail));
    }
}
