using System;
using System.Collections.Generic;

namespace TravisOps.Redaction;

/// <summary>
/// Finds known secrets in every form: over line breaks and indentation, and under up to four levels of escapes. The text without its
/// line breaks is searched once; around escapes, and only there, it is decoded and searched again.
/// </summary>
internal sealed class KnownSecretScanner
{
    private const int Levels = 4;

    // Room for line breaks and indentation within a secret.
    private const int Slack = 128;

    // A longer line of a key holds pieces of its own further on.
    private const int MaxLine = 64;

    private readonly PatternMatcher _matcher;
    private readonly int[] _secretOf;
    private readonly SecretReach[] _reach;

    public KnownSecretScanner(IReadOnlyList<byte[]> secrets)
    {
        var forms = new List<byte[]>();
        var secretOf = new List<int>();
        var reaches = new List<SecretReach>();
        for (var i = 0; i < secrets.Count; i++)
        {
            foreach (var (form, reach) in SecretForms.Of(secrets[i]))
            {
                forms.Add(form);
                secretOf.Add(i);
                reaches.Add(reach);
            }
        }

        Secrets = secrets;
        _matcher = new PatternMatcher(forms);
        _secretOf = [.. secretOf];
        _reach = [.. reaches];
    }

    /// <summary>What is looked for.</summary>
    public IReadOnlyList<byte[]> Secrets { get; }

    /// <summary>Most bytes that a secret takes in a file, escapes and breaks counted.</summary>
    public int LongestSpan => (_matcher.Longest * 6) + (Slack * 4);

    /// <summary>Adds the places, in no order and some twice.</summary>
    /// <param name="text">The text.</param>
    /// <param name="buffers">Room to work in.</param>
    /// <param name="found">Gets each place and the index in <see cref="Secrets"/>.</param>
    public void Find(ReadOnlySpan<byte> text, ScanBuffers buffers, List<(int Start, int End, int Secret)> found)
    {
        if (Secrets.Count == 0)
        {
            return;
        }

        var joined = buffers.Joined;
        EscapeDecoder.Join(text, joined);
        Search(text, joined, found);
        var bytes = joined.Bytes;
        var reach = _matcher.Longest + Slack;
        for (var at = 0; at < bytes.Length;)
        {
            var escape = EscapeDecoder.IndexOfEscape(bytes.Slice(at));
            if (escape < 0)
            {
                return;
            }

            // As long as the next escape is near, it is one window.
            var last = at + escape;
            var from = Math.Max(0, last - reach);
            while (EscapeDecoder.IndexOfEscape(bytes.Slice(last + 1, Math.Min(reach, bytes.Length - last - 1))) is >= 0 and var step)
            {
                last += step + 1;
            }

            var to = Math.Min(bytes.Length, last + 1 + reach);
            Decode(text, joined, from, to, buffers, found);
            at = to;
        }
    }

    private void Decode(ReadOnlySpan<byte> text, MappedText joined, int from, int to, ScanBuffers buffers, List<(int Start, int End, int Secret)> found)
    {
        var (current, next) = (buffers.First, buffers.Second);
        if (!EscapeDecoder.Decode(joined, from, to, current))
        {
            return;
        }

        Search(text, current, found);
        for (var level = 1; level < Levels && EscapeDecoder.Decode(current, 0, current.Length, next); level++)
        {
            Search(text, next, found);
            (current, next) = (next, current);
        }
    }

    private void Search(ReadOnlySpan<byte> text, MappedText view, List<(int Start, int End, int Secret)> found)
    {
        var bytes = view.Bytes;
        for (var at = 0; _matcher.Next(bytes, ref at, out var pattern, out var length); at++)
        {
            var start = view.StartOf(at);
            var end = view.EndOf(at + length - 1);
            if (_reach[pattern] == SecretReach.Neighbours)
            {
                // They carry up to four bits of it.
                start -= start > 0 && Ascii.IsBase64(text[start - 1]) ? 1 : 0;
                end += end < text.Length && Ascii.IsBase64(text[end]) ? 1 : 0;
            }
            else if (_reach[pattern] == SecretReach.Run)
            {
                for (var i = 0; i < MaxLine && start > 0 && Ascii.IsPlainBase64(text[start - 1]) && !IsEscape(text, start - 1); i++)
                {
                    start--;
                }

                for (var i = 0; i < MaxLine && end < text.Length && Ascii.IsPlainBase64(text[end]); i++)
                {
                    end++;
                }
            }

            found.Add((start, end, _secretOf[pattern]));
        }
    }

    // The letter of \n or the last digit of %0A.
    private static bool IsEscape(ReadOnlySpan<byte> text, int i) => (i > 0 && text[i - 1] == '\\') || (i > 1 && text[i - 2] == '%');
}
