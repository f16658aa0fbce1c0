using System;
using System.Collections.Generic;
using System.Globalization;

namespace TravisOps.Ssh;

/// <summary>What the host has said on standard error, see <see cref="StreamShell"/>: its reports, and the lines of the stages between them. Any thread may ask.</summary>
internal sealed class StreamReport(string nonce)
{
    private const int FirstLines = 100;
    private const int LastLines = 50;

    private readonly object _gate = new();
    private readonly string _mark = nonce + " ";
    private readonly List<StageExit> _stages = [];
    private readonly List<string> _first = [];
    private readonly Queue<string> _last = new();
    private long _lines;

    public bool Ready { get; private set; }

    public bool Ended { get; private set; }

    public bool Verified { get; private set; }

    public long? Bytes { get; private set; }

    /// <summary>The copying on the host came to the end of the pipeline's output.</summary>
    public bool AllCopied { get; private set; }

    public string? Hash { get; private set; }

    public IReadOnlyList<StageExit> Stages
    {
        get
        {
            lock (_gate)
            {
                return [.. _stages];
            }
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _first, .. _last];
            }
        }
    }

    public long LineCount
    {
        get
        {
            lock (_gate)
            {
                return _lines;
            }
        }
    }

    /// <summary>Takes one line. A report may stand behind the unfinished line of a stage. True when it says that a follower's grant was used.</summary>
    public bool Take(string line)
    {
        lock (_gate)
        {
            var mark = line.IndexOf(_mark, StringComparison.Ordinal);
            if (mark != 0)
            {
                Keep(mark < 0 ? line : line.Substring(0, mark));
            }

            if (mark >= 0)
            {
                var words = line.Substring(mark + _mark.Length).Trim().Split(' ');
                Learn(words);
                return words[0] == "used";
            }

            return false;
        }
    }

    private void Learn(string[] words)
    {
        switch (words[0])
        {
            case "ready":
                Ready = true;
                break;
            case "verified":
                Verified = true;
                break;
            case "end":
                Ended = true;
                break;
            case "stage" when words.Length == 3 && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var status):
                _stages.Add(new StageExit(words[1], status));
                break;
            case "bytes" when words.Length == 3 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes):
                Bytes = bytes;
                AllCopied = words[2] == "eof";
                break;
            case "expect" when words.Length == 3 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var received):
                // The host says it only when it has counted as many.
                Bytes = received;
                AllCopied = true;
                break;
            case "hash" when words.Length == 2 && words[1].Length == 64:
                Hash = words[1];
                break;
        }
    }

    private void Keep(string line)
    {
        _lines++;
        if (_first.Count < FirstLines)
        {
            _first.Add(line);
            return;
        }

        _last.Enqueue(line);
        if (_last.Count > LastLines)
        {
            _last.Dequeue();
        }
    }
}
