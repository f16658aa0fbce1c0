using System.Collections.Generic;
using System.Globalization;
using TravisOps.Evidence;

namespace TravisOps.Bundles;

/// <summary>Reads what <see cref="LogScript"/> says when only sizes are wanted.</summary>
internal static class LogSizes
{
    /// <summary>What the logs of one kind come to.</summary>
    public static BundleEstimate Read(string computerName, string source, string title, EvidenceItem? answer, HostFailure? failure)
    {
        var estimate = new BundleEstimate { ComputerName = computerName, Source = source, Title = title };
        if (answer is not { Status: EvidenceStatus.Collected })
        {
            return estimate with { Note = failure?.Message ?? "It was not answered in time." };
        }

        var files = 0;
        long bytes = 0;
        List<string> notes = [];
        foreach (var line in answer.Text.Split('\n'))
        {
            var words = line.Split([' '], 5);
            if (words.Length == 5 && words[1] == "FILE" && long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                files++;
                bytes += length;
            }
            else if (words.Length >= 4 && words[1] == "REST")
            {
                files++;
                notes.Add($"{words[3]}: its length is not known beforehand");
            }
            else if (words.Length == 5 && words[1] == "SKIP" && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var left))
            {
                notes.Add($"{words[4]}: {LogRemark.Of(words[2], left).Text}");
            }
        }

        return estimate with { Files = files, Bytes = bytes, Note = notes.Count == 0 ? null : string.Join("; ", notes) };
    }
}
