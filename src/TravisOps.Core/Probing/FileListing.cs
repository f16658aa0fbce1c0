using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TravisOps.Evidence;

namespace TravisOps.Probing;

/// <summary>Takes apart what <c>head -v</c> wrote about all files of a plan.</summary>
internal static class FileListing
{
    /// <summary>The answers by item. A file that was not reached because the answer ends early is not among them.</summary>
    /// <param name="files">The files in the order that head was given them.</param>
    /// <param name="data">The script's output.</param>
    /// <param name="start">Where head's output begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="errors">What head said on standard error.</param>
    /// <param name="nonce">The run's.</param>
    /// <param name="duration">Time for all of them together.</param>
    /// <param name="complete">Head had ended.</param>
    public static Dictionary<ProbeItem, EvidenceItem> Read(
        IReadOnlyList<ProbeItem> files, byte[] data, int start, int length, string errors, string nonce, TimeSpan duration, bool complete)
    {
        var prefix = PathSpelling.Prefix(nonce);
        var bodies = FindBodies(files, data, start, length, prefix);
        var answers = new Dictionary<ProbeItem, EvidenceItem>();
        for (var index = 0; index < files.Count; index++)
        {
            var file = files[index];
            var found = bodies.TryGetValue(index, out var body);

            // Without head's end the last file that was begun may be cut short, and nothing is known of those behind it.
            if (!complete && (!found || body.Last))
            {
                continue;
            }

            var answer = new EvidenceItem
            {
                Name = file.Name,
                Source = file.Source,
                Status = EvidenceStatus.Collected,
                Duration = duration,
                Text = found ? RawText.Head(data, body.Start, body.Length, file.MaxBytes) : string.Empty,
                Truncated = found && body.Length > file.MaxBytes,
            };
            answers[file] = Judge(answer, ErrorOf(errors, prefix + file.Source, file.Source), found);
        }

        return answers;
    }

    /// <summary>Says what became of a file from what was said on standard error about it.</summary>
    public static EvidenceItem Judge(EvidenceItem answer, string error, bool found)
    {
        if (error.Length == 0)
        {
            return found ? answer : answer with { Status = EvidenceStatus.NotFound, ErrorText = "not a regular file" };
        }

        answer = answer with { ErrorText = error };
        if (error.IndexOf("Permission denied", StringComparison.Ordinal) >= 0 || error.IndexOf("Operation not permitted", StringComparison.Ordinal) >= 0)
        {
            return answer with { Status = EvidenceStatus.Denied };
        }

        // It was opened and could not be read: an input/output error, for one.
        return found ? answer with { ExitCode = 1 } : answer with { Status = EvidenceStatus.NotFound };
    }

    private static Dictionary<int, (int Start, int Length, bool Last)> FindBodies(
        IReadOnlyList<ProbeItem> files, byte[] data, int start, int length, string prefix)
    {
        var bodies = new Dictionary<int, (int Start, int Length, bool Last)>();
        var end = start + length;
        var header = Encoding.ASCII.GetBytes("==> " + prefix);
        var mark = Encoding.ASCII.GetBytes("\n==> " + prefix);

        // GNU's first line has no line end before it; busybox's has one when a missing file went before.
        var at = ByteSearch.IndexOf(data, header, start, Math.Min(end, start + 1 + header.Length));
        var index = 0;
        while (at >= 0)
        {
            var nameStart = at + header.Length;
            while (index < files.Count && !StartsWith(data, nameStart, end, files[index].Source + " <==\n"))
            {
                index++;
            }

            if (index == files.Count)
            {
                break;
            }

            var bodyStart = nameStart + Encoding.UTF8.GetByteCount(files[index].Source + " <==\n");
            var next = ByteSearch.IndexOf(data, mark, bodyStart, end);
            bodies[index++] = (bodyStart, (next < 0 ? end : next) - bodyStart, next < 0);
            at = next < 0 ? -1 : next + 1;
        }

        return bodies;
    }

    private static bool StartsWith(byte[] data, int at, int end, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return at + bytes.Length <= end && ByteSearch.IndexOf(data, bytes, at, at + bytes.Length) == at;
    }

    // GNU: "head: cannot open 'PATH' for reading: Permission denied"; busybox: "head: PATH: Permission denied".
    private static string ErrorOf(string errors, string spelled, string path)
    {
        var lines = errors.Split('\n').Where(line => line.Contains(spelled + "'") || line.Contains(spelled + ":"));
        return string.Join("\n", lines).Replace(spelled, path);
    }
}
