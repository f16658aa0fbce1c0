using System.Collections.Generic;
using System.IO;
using System.Linq;
using TravisOps.Lab;

namespace TravisOps.Core.Tests.KnownIssues;

/// <summary>samples.txt: what must be found as an issue, and what only looks like it.</summary>
internal static class KnownIssueSamples
{
    public static IReadOnlyList<(string Id, bool Fits, string Line)> All { get; } = Read();

    private static List<(string Id, bool Fits, string Line)> Read()
    {
        var samples = new List<(string, bool, string)>();
        var id = string.Empty;
        foreach (var line in File.ReadAllLines(Path.Combine(Repository.Root, "tests/TravisOps.Core.Tests/KnownIssues/samples.txt")))
        {
            switch (line.FirstOrDefault())
            {
                case '[':
                    id = line.Trim('[', ']');
                    break;
                case '+' or '-':
                    samples.Add((id, line[0] == '+', line[2..]));
                    break;
                case '#' or '\0':
                    break;
                default:
                    throw new InvalidDataException("samples.txt: " + line);
            }
        }

        return samples;
    }
}
