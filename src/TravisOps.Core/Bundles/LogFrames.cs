using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using TravisOps.Archives;
using TravisOps.Ssh;

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
            if (words is [Mark, "FILE", _, _, _] && Number(words[2]) is { } length && Number(words[3]) is { } total && total >= length)
            {
                var content = new Part(stream, length);
                yield return new LogFrame(words[4], content, total - length, null);
                content.Drain();
            }
            else if (words is [Mark, "SKIP", _, _, _] && Number(words[3]) is { } bytes)
            {
                yield return new LogFrame(words[4], null, 0, LogRemark.Of(words[2], bytes));
            }
            else if (words is [Mark, "REST", _, _] && Number(words[2]) is { } most && Number(ReadLine(stream)) is { } printed)
            {
                var content = new Part(stream, Math.Min(most, printed));
                yield return new LogFrame(words[3], content, printed - Math.Min(most, printed), null);
                content.Drain();
                if (FailureOf(ReadLine(stream)) is { } failure)
                {
                    yield return new LogFrame(words[3], null, 0, failure);
                }
            }
            else
            {
                throw new InvalidDataException(Wrong);
            }
        }
    }

    private const string Mark = ">>>";

    private const string Wrong = "The host's answer is not what was asked for.";

    // How the command that printed a log ended; null when it was well.
    private static LogRemark? FailureOf(string? line)
    {
        const int Most = 300;
        return line?.Split([' '], 4) is not [Mark, "END", var exitCode, var said] || Number(exitCode) is not { } code ? throw new InvalidDataException(Wrong)
            : code == 0 ? null
            : LogRemark.Failed(exitCode, PlainText.OneLine(said, Most));
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

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
                throw new InvalidDataException(Wrong);
            }
        }

        return line.Count == 0 ? null : throw new InvalidDataException("The host's answer ends early.");
    }

    private sealed class Part(Stream source, long length) : ReadStream
    {
        private long _count;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var wanted = (int)Math.Min(count, length - _count);
            if (wanted == 0)
            {
                return 0;
            }

            var read = source.Read(buffer, offset, wanted);
            if (read == 0)
            {
                throw new InvalidDataException("The host's answer ends early.");
            }

            _count += read;
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
