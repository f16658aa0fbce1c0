using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace TravisOps.Firewall.Greetings;

/// <summary>Connection.Start, the first frame of an AMQP 0-9-1 server (specification 1.4.2.1, frames 4.2.3, tables 4.2.5.5).</summary>
/// <param name="Product">Such as <c>RabbitMQ</c>; null when the server does not say.</param>
/// <param name="Version">Such as <c>3.6.12</c>.</param>
/// <param name="Mechanisms">Ways to log in.</param>
internal sealed record AmqpStart(string? Product, string? Version, IReadOnlyList<string> Mechanisms)
{
    private const byte MethodFrame = 1;
    private const byte FrameEnd = 0xCE;
    private const int HeaderLength = 7;

    /// <summary>Null when the bytes are not one whole frame with that method.</summary>
    public static AmqpStart? Read(byte[] bytes)
    {
        if (!IsFrame(bytes))
        {
            return null;
        }

        var cursor = new Cursor(bytes, HeaderLength, bytes.Length - 1);
        var method = cursor.Number(4);
        cursor.Skip(2);
        var properties = cursor.Slice(cursor.Number(4));
        var mechanisms = cursor.Text(cursor.Number(4));
        if (cursor.Broken || method != 0x000A000A)
        {
            return null;
        }

        string? product = null, version = null;
        while (!properties.AtEnd && !properties.Broken)
        {
            var name = properties.Text(properties.Number(1));
            var type = (char)properties.Number(1);
            if (type == 'S')
            {
                var value = ForeignAnswer.Printable(properties.Text(properties.Number(4)));
                product = name == "product" ? value : product;
                version = name == "version" ? value : version;
            }
            else if (!SkipValue(properties, type))
            {
                break;
            }
        }

        return new AmqpStart(product, version, mechanisms.Split(' ').Where(one => one.Length > 0).Select(ForeignAnswer.Printable).ToList());
    }

    /// <summary>A whole method frame of channel 0 and nothing else.</summary>
    public static bool IsFrame(byte[] bytes) =>
        bytes.Length > HeaderLength && FrameLength(bytes) == bytes.Length && bytes[bytes.Length - 1] == FrameEnd;

    /// <summary>How long the frame is that begins so; null when it is no method frame of channel 0, or its length is not yet there, or absurd.</summary>
    public static int? FrameLength(byte[] bytes)
    {
        const int Most = 65536;
        if (bytes.Length < HeaderLength || bytes[0] != MethodFrame || bytes[1] != 0 || bytes[2] != 0)
        {
            return null;
        }

        var size = ((long)bytes[3] << 24) | ((long)bytes[4] << 16) | ((long)bytes[5] << 8) | bytes[6];
        return size <= Most ? HeaderLength + (int)size + 1 : null;
    }

    // The value types that RabbitMQ uses; an unknown one ends the reading, as its length can't be known.
    private static bool SkipValue(Cursor cursor, char type)
    {
        int? length = type switch
        {
            't' or 'b' or 'B' => 1,
            's' or 'u' or 'U' => 2,
            'I' or 'i' or 'f' => 4,
            'l' or 'L' or 'd' or 'T' => 8,
            'D' => 5,
            'V' => 0,
            'F' or 'A' or 'x' => cursor.Number(4),
            _ => null,
        };
        if (length is { } known)
        {
            cursor.Skip(known);
        }

        return length is not null;
    }

    /// <summary>Reads within bounds; past them it is broken and gives nothing more.</summary>
    private sealed class Cursor(byte[] bytes, int start, int end)
    {
        private int _at = start;

        public bool Broken { get; private set; }

        public bool AtEnd => _at >= end;

        public int Number(int width)
        {
            long value = 0;
            var from = _at;
            if (Skip(width))
            {
                for (var i = 0; i < width; i++)
                {
                    value = (value << 8) | bytes[from + i];
                }
            }

            return value > int.MaxValue ? int.MaxValue : (int)value;
        }

        public string Text(int length)
        {
            var from = _at;
            return Skip(length) ? Encoding.UTF8.GetString(bytes, from, length) : string.Empty;
        }

        public Cursor Slice(int length)
        {
            var from = _at;
            return Skip(length) ? new Cursor(bytes, from, from + length) : new Cursor(bytes, end, end);
        }

        public bool Skip(int length)
        {
            if (Broken || length > end - _at)
            {
                Broken = true;
                _at = end;
                return false;
            }

            _at += length;
            return true;
        }
    }
}
