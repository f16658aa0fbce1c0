using System;

namespace TravisOps.Redaction;

/// <summary>
/// Tells text from what only a program of its own could look through. It judges windows of the stream, all of them and each as a whole: what pieces the
/// stream came in must not matter.
/// </summary>
internal sealed class TextKind
{
    /// <summary>Bytes that are judged together.</summary>
    public const int Window = 4096;

    // A shorter rest is judged together with the window before it: one bell at the end makes no program of a log.
    private const int LeastRest = 1024;

    // As much as 20 bytes of text may have.
    private const int LeastControls = 3;

#if NET
    private static readonly System.Buffers.SearchValues<byte> s_controls = System.Buffers.SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31]);

#endif
    private Counts _window;
    private Counts _before;
    private long _seen;
    private byte _first;
    private bool _isZero;

    /// <summary>Looks at the next piece.</summary>
    /// <exception cref="UnredactableException">It is no text that bytes of ASCII can be found in.</exception>
    public void Take(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length && _seen + i < 2; i++)
        {
            if (_seen + i == 0)
            {
                _first = piece[i];
            }
            else if ((_first == 0xFF && piece[i] == 0xFE) || (_first == 0xFE && piece[i] == 0xFF))
            {
                throw new UnredactableException("It is UTF-16 text, which is not looked through.");
            }
        }

        _seen += piece.Length;
        while (piece.Length > 0)
        {
            var part = piece.Slice(0, Math.Min(piece.Length, Window - _window.Length));
            Count(part);
            piece = piece.Slice(part.Length);
            if (_window.Length == Window)
            {
                ThrowIfNotText(_window);
                _before = _window;
                _window = default;
            }
        }
    }

    /// <summary>Judges what is left at the end.</summary>
    /// <exception cref="UnredactableException">It is no text that bytes of ASCII can be found in.</exception>
    public void Complete() => ThrowIfNotText(_window.Length < LeastRest ? new Counts
    {
        Length = _before.Length + _window.Length,
        Controls = _before.Controls + _window.Controls,
        Zeros = _before.Zeros + _window.Zeros,
        Alternations = _before.Alternations + _window.Alternations,
    }
    : _window);

    private static void ThrowIfNotText(Counts counts)
    {
        // A log that was not on the disk yet at a crash has a run of zeros in it, which alternates with text twice; UTF-16 and tables do all over. An image
        // or a program has control characters all over.
        if ((counts.Controls >= LeastControls && counts.Controls * 20 > counts.Length)
            || (counts.Zeros * 5 > counts.Length && counts.Zeros < counts.Length && counts.Controls + counts.Alternations > counts.Length / 10))
        {
            throw new UnredactableException("It is no text.");
        }
    }

    private void Count(ReadOnlySpan<byte> part)
    {
        _window.Length += part.Length;
        for (var i = 0; i < part.Length; i++)
        {
#if NET
            // Text has hardly any.
            if (!_isZero)
            {
                var next = part.Slice(i).IndexOfAny(s_controls);
                if (next < 0)
                {
                    return;
                }

                i += next;
            }

#endif
            var c = part[i];
            if ((c == 0) != _isZero)
            {
                _isZero = !_isZero;
                _window.Alternations++;
            }

            if (c == 0)
            {
                _window.Zeros++;
            }
            else if (c is < 32 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 12 or 8 or 27))
            {
                _window.Controls++;
            }
        }
    }

    private struct Counts
    {
        public int Length;
        public int Controls;
        public int Zeros;
        public int Alternations;
    }
}
