using System;
using System.IO;
using System.Text;

namespace TravisOps.Protection;

/// <summary>age's ASCII armor: base64 in lines of 64 characters between a first and a last line. Strict, as its specification wants it.</summary>
internal static class AgeArmor
{
    private const int LineLength = 64;

    /// <summary>The text of a whole file.</summary>
    public static string Write(byte[] file)
    {
        var text = new StringBuilder(AgeFormat.ArmorBegin).Append('\n');
        var base64 = Convert.ToBase64String(file);
        for (var i = 0; i < base64.Length; i += LineLength)
        {
            text.Append(base64, i, Math.Min(LineLength, base64.Length - i)).Append('\n');
        }

        return text.Append(AgeFormat.ArmorEnd).Append('\n').ToString();
    }

    /// <summary>A stream of the file's bytes, whether it comes as such or in armor, with white space before it or not.</summary>
    public static Stream Unwrap(Stream input)
    {
        var buffered = new BufferedStream(input, 128 * 1024);
        int first;
        do
        {
            first = buffered.ReadByte();
        }
        while (first is ' ' or '\t' or '\r' or '\n');
        return first == '-' ? new ArmorStream(buffered) : new JoinedStream(first, buffered);
    }

    private static ProtectionException Malformed() => AgeHeader.Damaged("its lines are not as they were written");

    /// <summary>Forward-only base of both.</summary>
    private abstract class ForwardStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A byte that was read already, and the rest.</summary>
    private sealed class JoinedStream(int first, Stream rest) : ForwardStream
    {
        private int _first = first;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_first < 0 || count == 0)
            {
                return rest.Read(buffer, offset, count);
            }

            buffer[offset] = (byte)_first;
            _first = -1;
            return 1;
        }
    }

    private sealed class ArmorStream : ForwardStream
    {
        private readonly Stream _input;
        private byte[] _line = [];
        private int _next;
        private bool _short;
        private bool _ended;

        public ArmorStream(Stream input)
        {
            _input = input;

            // Its first character has been read.
            if ("-" + ReadLine() != AgeFormat.ArmorBegin)
            {
                throw AgeHeader.Damaged("it does not begin as an age file does");
            }
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_next == _line.Length && !_ended)
            {
                ReadData();
            }

            var part = Math.Min(count, _line.Length - _next);
            Buffer.BlockCopy(_line, _next, buffer, offset, part);
            _next += part;
            return part;
        }

        private void ReadData()
        {
            _next = 0;
            _line = [];
            var line = ReadLine();
            if (line == AgeFormat.ArmorEnd)
            {
                _ended = true;
                RefuseMore();
                return;
            }

            // Only the last line is shorter, or ends in padding.
            if (_short || line is null or { Length: 0 or > LineLength })
            {
                throw line is null ? AgeHeader.Damaged("its last line is missing") : Malformed();
            }

            try
            {
                _line = Convert.FromBase64String(line);
            }
            catch (FormatException)
            {
                throw Malformed();
            }

            if (Convert.ToBase64String(_line) != line)
            {
                throw Malformed();
            }

            _short = line.Length < LineLength || line[line.Length - 1] == '=';
        }

        private void RefuseMore()
        {
            int next;
            while ((next = _input.ReadByte()) >= 0)
            {
                if (next is not (' ' or '\t' or '\r' or '\n'))
                {
                    throw AgeHeader.Damaged("something follows its last line");
                }
            }
        }

        // CR LF ends a line too: it may have been mailed.
        private string? ReadLine()
        {
            var line = new StringBuilder(LineLength);
            int next;
            while ((next = _input.ReadByte()) != '\n')
            {
                if (next < 0)
                {
                    return line.Length == 0 ? null : line.ToString();
                }

                if (line.Length > LineLength + 1 || next > 0x7e)
                {
                    throw Malformed();
                }

                line.Append((char)next);
            }

            if (line.Length > 0 && line[line.Length - 1] == '\r')
            {
                line.Length--;
            }

            return line.ToString();
        }
    }
}
