using System;

namespace TravisOps.Logs;

/// <summary>Reads the times that logs begin their lines with. All results are UTC.</summary>
internal static class LogTime
{
    private const int TicksDigits = 7;

    /// <summary>
    /// Reads a time of ISO 8601 at a place: a date, T or a space, a time, perhaps a fraction (cut at 100 ns), perhaps Z or an offset (+02:00 or
    /// +0200). Without an offset it is taken for UTC, which containers run in.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where it begins; where it ends, when there is one.</param>
    /// <param name="time">The time.</param>
    public static bool TryReadIso(string text, ref int at, out DateTime time)
    {
        time = default;
        var i = at;
        if (!Digits(text, ref i, 4, out var year) || !Letter(text, ref i, '-') || !Digits(text, ref i, 2, out var month) || !Letter(text, ref i, '-') || !Digits(text, ref i, 2, out var day)
            || !(Letter(text, ref i, 'T') || Letter(text, ref i, ' '))
            || !Digits(text, ref i, 2, out var hour) || !Letter(text, ref i, ':') || !Digits(text, ref i, 2, out var minute) || !Letter(text, ref i, ':') || !Digits(text, ref i, 2, out var second))
        {
            return false;
        }

        // RFC 3339 allows a 60th second; DateTime does not.
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Utc).Ticks + Fraction(text, ref i);
        ticks -= Offset(text, ref i);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTime(ticks, DateTimeKind.Utc);
        at = i;
        return true;
    }

    private static long Fraction(string text, ref int at)
    {
        if (at + 1 >= text.Length || text[at] is not ('.' or ',') || !IsDigit(text[at + 1]))
        {
            return 0;
        }

        long ticks = 0;
        var digits = 0;
        for (at++; at < text.Length && IsDigit(text[at]); at++)
        {
            if (digits < TicksDigits)
            {
                ticks = (ticks * 10) + (text[at] - '0');
                digits++;
            }
        }

        for (; digits < TicksDigits; digits++)
        {
            ticks *= 10;
        }

        return ticks;
    }

    private static long Offset(string text, ref int at)
    {
        if (Letter(text, ref at, 'Z'))
        {
            return 0;
        }

        var i = at;
        if (Letter(text, ref i, ' ') && i < text.Length && text[i] is 'U' && string.CompareOrdinal(text, i, "UTC", 0, 3) == 0)
        {
            at = i + 3;
            return 0;
        }

        // "2019-04-01 23:13:29 +0000" has a space before it.
        i = i < text.Length && text[i] is '+' or '-' ? i : at;
        if (i >= text.Length || text[i] is not ('+' or '-'))
        {
            return 0;
        }

        var sign = text[i++] == '-' ? -1 : 1;
        if (!Digits(text, ref i, 2, out var hours))
        {
            return 0;
        }

        Letter(text, ref i, ':');
        var minutes = 0;
        if (i < text.Length && IsDigit(text[i]) && !Digits(text, ref i, 2, out minutes))
        {
            return 0;
        }

        at = i;
        return sign * ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute));
    }

    private static bool Digits(string text, ref int at, int count, out int value)
    {
        value = 0;
        if (at + count > text.Length)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (!IsDigit(text[at + i]))
            {
                return false;
            }

            value = (value * 10) + (text[at + i] - '0');
        }

        at += count;
        return true;
    }

    private static bool Letter(string text, ref int at, char letter)
    {
        if (at < text.Length && text[at] == letter)
        {
            at++;
            return true;
        }

        return false;
    }

    private static bool IsDigit(char letter) => letter is >= '0' and <= '9';
}
