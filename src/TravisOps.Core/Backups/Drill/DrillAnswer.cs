using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TravisOps.Backups;

/// <summary>What <c>drill.sh</c> said, read.</summary>
internal sealed class DrillAnswer
{
    private const string Mark = "drill ";

    /// <summary>Version of the throwaway server; null when it did not come to that.</summary>
    public string? Server { get; private set; }

    /// <summary>Statements that failed, and the first of their messages.</summary>
    public (int Count, string First) Errors { get; private set; }

    /// <summary>Rows of each table after the restore.</summary>
    public Dictionary<string, long> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Values of encrypted columns.</summary>
    public List<DrillRow> Encrypted { get; } = [];

    /// <summary>Why it stopped: a word and a sentence; null when it did not.</summary>
    public (string Word, string Text)? Failure { get; private set; }

    /// <summary>It came to its end.</summary>
    public bool Done { get; private set; }

    /// <summary>Reads lines; others than the script's own are left out.</summary>
    public static DrillAnswer Read(IEnumerable<string> lines)
    {
        DrillAnswer answer = new();
        foreach (var line in lines.Where(line => line.StartsWith(Mark, StringComparison.Ordinal)))
        {
            answer.Take(line.Substring(Mark.Length));
        }

        return answer;
    }

    private void Take(string line)
    {
        var words = line.Split([' '], 4);
        switch (words[0])
        {
            case "server" when words.Length > 1:
                Server = words[1];
                break;
            case "errors" when words.Length > 1:
                Errors = (int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1, string.Join(" ", words.Skip(2)));
                break;
            case "failed" when words.Length > 2:
                Failure = (words[1], string.Join(" ", words.Skip(2)));
                break;
            case "counts":
                foreach (var pair in line.Split([' '], StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(one => one.Split('=')))
                {
                    if (pair.Length == 2 && long.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
                    {
                        Rows[pair[0]] = rows;
                    }
                }

                break;
            case "row" when words.Length == 4:
                Encrypted.Add(new DrillRow(words[1], words[2], words[3]));
                break;
            case "done":
                Done = true;
                break;
        }
    }
}
