using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using TravisOps.Redaction;

namespace TravisOps.Workers;

/// <summary>The lines "@key value" that worker.sh answers with. What comes from a log or a program has its secrets taken out once more, as samples of known issues have.</summary>
internal sealed class ControlAnswer
{
    private readonly List<KeyValuePair<string, string>> _lines = [];

    public ControlAnswer(byte[] output)
    {
        foreach (var line in Encoding.UTF8.GetString(output).Split('\n'))
        {
            var space = line.IndexOf(' ');
            if (space > 1 && line[0] == '@')
            {
                var key = line.Substring(1, space - 1);
                var value = Ssh.PlainText.Harmless(line.Substring(space + 1)).Trim();
                _lines.Add(new(key, key is "log" or "error" ? LineRedactor.Redact(value) : value));
            }
        }
    }

    /// <summary>The last value of a key; null when it has none, or an empty one.</summary>
    public string? this[string key] => _lines.LastOrDefault(line => line.Key == key).Value is { Length: > 0 } value ? value : null;

    /// <summary>All values of a key.</summary>
    public IEnumerable<string> All(string key) => _lines.Where(line => line.Key == key).Select(line => line.Value);

    public int? Number(string key) => int.TryParse(this[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public WorkerLayout Layout => Enum.TryParse(this["layout"], out WorkerLayout layout) ? layout : WorkerLayout.Unknown;
}
