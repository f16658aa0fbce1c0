using System;
using System.IO;
using System.Text;
using System.Threading;

namespace TravisOps.KnownIssues;

/// <summary>
/// Searches a stream for all issues at once, line by line, in memory that does not depend on the stream's or a line's length. Lines are looked
/// at only where one of the matcher's pieces stands. One scanner for one stream after the other; not for several threads.
/// </summary>
internal sealed class LineScanner
{
    /// <summary>What is read at once.</summary>
    public const int DefaultBlock = 512 * 1024;

    /// <summary>Lines up to this length are judged as one; of a longer one each part of this length, so that only texts of one pattern that are further apart are missed.</summary>
    public const int DefaultLongestLine = 8 * 1024 * 1024;

    private readonly IssueMatcher _matcher;
    private readonly IIssueHits _hits;
    private readonly int _longestLine;
    private readonly long[] _lastLine;
    private readonly long[] _lastPiece;
    private byte[] _buffer;
    private long _lines;
    private long _pieces;

    public LineScanner(IssueMatcher matcher, IIssueHits hits, int block = DefaultBlock, int longestLine = DefaultLongestLine)
    {
        _matcher = matcher;
        _hits = hits;
        _longestLine = Math.Max(longestLine, (matcher.LongestPart * 2) + 2);
        _buffer = new byte[block];
        _lastLine = new long[matcher.Issues.Count + matcher.Marks.Count];
        _lastPiece = new long[matcher.Grams];
    }

    /// <summary>Searches a stream to its end. Bytes read are told as they come.</summary>
    public void Scan(Stream stream, Action<int>? read, CancellationToken cancellationToken)
    {
        var kept = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = stream.Read(_buffer, kept, _buffer.Length - kept);
            if (count == 0)
            {
                break;
            }

            read?.Invoke(count);
            var filled = kept + count;
            var end = Array.LastIndexOf(_buffer, (byte)'\n', filled - 1, count) + 1;
            if (end > 0)
            {
                Search(end);
                _hits.BlockEnded(_buffer, end);
                kept = Keep(end, filled);
            }
            else if (filled < _buffer.Length)
            {
                kept = filled;
            }
            else if (filled < _longestLine)
            {
                Array.Resize(ref _buffer, Math.Min(_longestLine, filled * 2));
                kept = filled;
            }
            else
            {
                Search(filled);

                // The next part is of the same line, which counts once; a text may lie across both.
                _lines--;
                kept = Keep(Math.Max(0, filled - _matcher.LongestPart + 1), filled);
            }
        }

        Search(kept);
    }

    /// <summary>Searches one line, without its line end.</summary>
    public void Line(string line)
    {
        var most = Encoding.UTF8.GetMaxByteCount(line.Length);
        if (_buffer.Length < most)
        {
            _buffer = new byte[most];
        }

        Search(Encoding.UTF8.GetBytes(line, 0, line.Length, _buffer, 0));
    }

    private int Keep(int from, int to)
    {
        Buffer.BlockCopy(_buffer, from, _buffer, 0, to - from);
        return to - from;
    }

    /// <summary>Searches the whole lines at the front of the buffer.</summary>
    private void Search(int end)
    {
        var lineEnd = 0;
        var lineStart = 0;
        _lines++;
        var at = 0;
        while ((at = _matcher.Finder.Next(_buffer, at, end, out var gram)) >= 0)
        {
            if (at >= lineEnd)
            {
                var before = at == 0 ? -1 : Array.LastIndexOf(_buffer, (byte)'\n', at - 1, at - lineEnd);

                // The first line of what is searched is the one that a part was searched of before, if any.
                if (before >= 0)
                {
                    _lines++;
                }

                lineStart = before < 0 ? lineEnd : before + 1;
                lineEnd = Array.IndexOf(_buffer, (byte)'\n', at, end - at);
                lineEnd = lineEnd < 0 ? end : lineEnd;
                _pieces++;
            }

            // The same piece again, on the same line: it says nothing new.
            if (_lastPiece[gram] != _pieces)
            {
                _lastPiece[gram] = _pieces;
                Judge(gram, lineStart, lineEnd);
            }

            at++;
        }
    }

    private void Judge(int gram, int start, int end)
    {
        var length = end - start;
        if (length > 0 && _buffer[end - 1] == '\r')
        {
            length--;
        }

        var group = _matcher.Group(gram);
        for (var i = 0; i < group.Count; i++)
        {
            var (issue, pattern) = group[i];
            if (_lastLine[issue] != _lines && pattern.Fits(_buffer.AsSpan(start, length)))
            {
                _lastLine[issue] = _lines;
                if (issue < _matcher.Issues.Count)
                {
                    _hits.Hit(issue, _buffer, start, length);
                }
                else
                {
                    _hits.Mark(issue - _matcher.Issues.Count, _buffer, start, length);
                }
            }
        }
    }
}
