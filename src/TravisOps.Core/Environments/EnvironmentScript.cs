using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace TravisOps.Environments;

/// <summary>The shell texts of this folder, with the words that they want before them.</summary>
internal static class EnvironmentScript
{
    public static string Read(string name, params (string Name, string Value)[] words)
    {
        using var stream = typeof(EnvironmentScript).Assembly.GetManifestResourceStream("Environments/" + name + ".sh")
            ?? throw new InvalidOperationException($"{name}.sh is not in this assembly.");
        using var reader = new StreamReader(stream);
        return string.Concat(words.Select(word => $"{word.Name}={Quote(word.Value)}\n")) + reader.ReadToEnd().Replace("\r\n", "\n");
    }

    /// <summary>One a line.</summary>
    public static string Lines(IEnumerable<string> words) => string.Join("\n", words);

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''") + "'";
}
