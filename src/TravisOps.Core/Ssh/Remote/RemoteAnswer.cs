using System;
using System.Globalization;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>What a host wrote, taken apart at the markers of <see cref="Bootstrap"/> and <see cref="ScriptInput"/>.</summary>
internal sealed class RemoteAnswer
{
    private RemoteAnswer()
    {
    }

    /// <summary>The script was reached; without it everything is in <see cref="Noise"/>.</summary>
    public bool Started { get; private set; }

    /// <summary>How it ran: one of the words of <see cref="Bootstrap"/>.</summary>
    public string Mode { get; private set; } = string.Empty;

    /// <summary>The script's standard output.</summary>
    public byte[] Output { get; private set; } = [];

    /// <summary>The script's standard error.</summary>
    public string ErrorText { get; private set; } = string.Empty;

    /// <summary>What sudo said; null when it was not asked.</summary>
    public string? SudoText { get; private set; }

    /// <summary>The script's own exit status; null when it did not come to its end.</summary>
    public int? ExitStatus { get; private set; }

    /// <summary>What was written before the script was reached, on both streams.</summary>
    public string Noise { get; private set; } = string.Empty;

    public static RemoteAnswer Read(string marker, byte[] output, byte[] error)
    {
        var answer = new RemoteAnswer();
        var errorText = Encoding.UTF8.GetString(error);
        var start = IndexOf(output, Encoding.ASCII.GetBytes(marker + " "));
        var lineEnd = start < 0 ? -1 : Array.IndexOf(output, (byte)'\n', start);
        if (lineEnd < 0)
        {
            answer.Noise = (Encoding.UTF8.GetString(output) + "\n" + errorText.Replace(marker, string.Empty)).Trim();
            return answer;
        }

        answer.Started = true;
        var word = start + marker.Length + 1;
        answer.Mode = Encoding.ASCII.GetString(output, word, lineEnd - word).Trim();
        answer.Output = new byte[output.Length - lineEnd - 1];
        Buffer.BlockCopy(output, lineEnd + 1, answer.Output, 0, answer.Output.Length);
        answer.ReadErrors(marker, errorText);
        return answer;
    }

    private void ReadErrors(string marker, string text)
    {
        var started = text.IndexOf(marker + "\n", StringComparison.Ordinal);
        if (started < 0)
        {
            ErrorText = text;
            return;
        }

        var asked = marker + " " + Bootstrap.AskingSudo + "\n";
        var asking = text.IndexOf(asked, StringComparison.Ordinal);
        if (asking >= 0 && asking < started)
        {
            SudoText = text.Substring(asking + asked.Length, started - asking - asked.Length).Trim();
        }

        var rest = text.Substring(started + marker.Length + 1);
        var trailer = marker + " " + ScriptInput.Ended + " ";
        var ended = rest.LastIndexOf(trailer, StringComparison.Ordinal);
        if (ended < 0)
        {
            ErrorText = rest;
            return;
        }

        ErrorText = rest.Substring(0, ended);
        var number = rest.Substring(ended + trailer.Length).Split('\n')[0];
        ExitStatus = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;
    }

    private static int IndexOf(byte[] bytes, byte[] pattern) => bytes.AsSpan().IndexOf(pattern);
}
