using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using TravisOps.Archives;

namespace TravisOps.Bundles;

/// <summary>Takes the stream of <see cref="LogScript"/> apart.</summary>
internal static class LogFrames
{
    private const int MaxHeader = 4096;

    /// <summary>The logs, each to be read before the next is asked for.</summary>
    /// <exception cref="InvalidDataException">It is no such stream, or it ends early.</exception>
    public static IEnumerable<LogFrame> Read(Stream stream)
    {
        while (ReadLine(stream) is { } line)
        {
            var words = line.Split([' '], 5);
            if (words.Length >= 4 && words[0] == ">>>" && words[1] == "FILE" && words.Length == 5
                && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var total) && total >= length)
            {
                var content = new Part(stream, length);
                yield return new LogFrame(words[4], content, total - length, null);
                content.Drain();
            }
            else if (words.Length >= 4 && words[0] == ">>>" && words[1] == "SKIP")
            {
                yield return new LogFrame(words[2], null, 0, string.Join(" ", words, 3, words.Length - 3));
            }
            else if (words.Length == 4 && words[0] == ">>>" && words[1] == "REST" && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var most))
            {
                var content = new Part(stream, long.MaxValue);

                // Whether it was cut is known from its length only: exactly the limit.
                yield return new LogFrame(words[3], content, 0, null);
                content.Drain();
                if (content.Count >= most)
                {
                    yield return new LogFrame(words[3], null, -1, null);
                }

                yield break;
            }
            else
            {
                throw new InvalidDataException("The host's answer is not what was asked for.");
            }
        }
    }

    private static string? ReadLine(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (stream.Read(one, 0, 1) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]);
            }

            line.Add(one[0]);
            if (line.Count > MaxHeader)
            {
                throw new InvalidDataException("The host's answer is not what was asked for.");
            }
        }

        return line.Count == 0 ? null : throw new InvalidDataException("The host's answer ends early.");
    }

    private sealed class Part(Stream source, long length) : ReadStream
    {
        public long Count { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var wanted = (int)Math.Min(count, length - Count);
            if (wanted == 0)
            {
                return 0;
            }

            var read = source.Read(buffer, offset, wanted);
            if (read == 0 && length != long.MaxValue)
            {
                throw new InvalidDataException("The host's answer ends early.");
            }

            Count += read;
            return read;
        }

        public void Drain()
        {
            var buffer = new byte[32 * 1024];
            while (Read(buffer, 0, buffer.Length) > 0)
            {
            }
        }
    }
}
