using System;
using System.Collections.Generic;
using System.Globalization;

namespace TravisOps.Firewall.Worker;

/// <summary>Reads what <c>ports.sh</c> prints, one fact a line. Never throws for what a worker sent: a line that makes no sense is left out.</summary>
internal static class WorkerAnswerReader
{
    /// <summary>Null when there is not even a first line.</summary>
    public static WorkerAnswer? Read(string text)
    {
        WorkerAnswer? answer = null;
        ConnectOutcome? nameFailure = null;
        var complete = false;
        var ports = new List<(int, PortProtocol)>();
        var seen = new Dictionary<int, List<PortObservation>>();
        PortReading? reading = null;

        foreach (var line in text.Replace("\r", string.Empty).Split('\n'))
        {
            var (word, rest) = Split(line);
            switch (word)
            {
                case "target":
                    answer ??= Target(rest);
                    break;
                case "ports":
                    ports.AddRange(Ports(rest));
                    break;
                case "address-none":
                    nameFailure = ConnectOutcome.NameNotFound;
                    break;
                case "address-silent":
                    nameFailure = ConnectOutcome.NameServerSilent;
                    break;
                case "at":
                    reading?.AddTo(seen);
                    reading = At(rest);
                    break;
                case "end" when rest.Length == 0:
                    complete = true;
                    break;
                default:
                    reading?.Take(word, rest);
                    break;
            }
        }

        reading?.AddTo(seen);
        return answer is null ? null : answer with { Ports = ports, Seen = seen, NameFailure = nameFailure, Complete = complete };
    }

    internal static (string Word, string Tail) Split(string line)
    {
        var space = line.IndexOf(' ');
        return space < 0 ? (line, string.Empty) : (line.Substring(0, space), line.Substring(space + 1));
    }

    private static WorkerAnswer? Target(string rest)
    {
        var words = rest.Split(' ');
        return words.Length == 4 && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new WorkerAnswer
            {
                ComputerName = words[0],
                ServerName = words[1],
                Wait = TimeSpan.FromSeconds(seconds),
                Login = words[3] == "yes",
                Ports = [],
                Seen = new Dictionary<int, List<PortObservation>>(),
            }
            : null;
    }

    private static IEnumerable<(int Port, PortProtocol Protocol)> Ports(string rest)
    {
        foreach (var pair in rest.Split(' '))
        {
            var words = pair.Split(':');
            if (words.Length == 2 && Port(words[0]) is { } port && Enum.TryParse<PortProtocol>(words[1], ignoreCase: true, out var protocol))
            {
                yield return (port, protocol);
            }
        }
    }

    private static PortReading? At(string rest)
    {
        var (port, address) = Split(rest);
        return Port(port) is { } number ? new PortReading(number, address) : null;
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;
}
