using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace TravisOps.Firewall.Worker;

/// <summary>The lines about one port at one address, as they come.</summary>
internal sealed class PortReading(int port, string address)
{
    private readonly List<byte> _received = [];
    private readonly TlsReading _tls = new();
    private ConnectOutcome _outcome = ConnectOutcome.NotTried;
    private TimeSpan? _latency;
    private string? _error;
    private string? _notAsked;
    private GreetingEnd _end;
    private LoginObservation? _login;

    public void Take(string word, string rest)
    {
        switch (word)
        {
            case "open":
                _outcome = ConnectOutcome.Connected;
                _latency = Number(rest) is { } microseconds ? TimeSpan.FromTicks(microseconds * 10L) : null;
                break;
            case "failed":
                var (exit, message) = WorkerAnswerReader.Split(rest);
                _outcome = ConnectFailure.Of(Number(exit) ?? -1, message);
                _error = Reason(message);
                break;
            case "bytes":
                _received.AddRange(Bytes(rest));
                break;
            case "end":
                _end = rest switch { "read" => GreetingEnd.Read, "silent" => GreetingEnd.Silent, _ => GreetingEnd.Closed };
                break;
            case "not-asked":
                _notAsked = rest;
                break;
            case "tls-not-asked":
                _notAsked = rest;
                break;
            case "tls":
                _tls.Take(rest);
                _received.AddRange(Encoding.ASCII.GetBytes(TlsReading.HttpLine(rest) is { } line ? line + "\n" : string.Empty));
                break;
            case "tls-exit":
                _tls.Exit(Number(rest) ?? -1);
                break;
            case "login":
                _login = Login(_login, rest);
                break;
        }
    }

    public void AddTo(Dictionary<int, List<PortObservation>> seen)
    {
        if (!seen.TryGetValue(port, out var list))
        {
            seen[port] = list = [];
        }

        list.Add(new PortObservation
        {
            Address = address,
            Outcome = _outcome,
            Latency = _latency,
            Error = _error,
            Received = [.. _received],
            End = _end != GreetingEnd.None || _outcome != ConnectOutcome.Connected ? _end : GreetingEnd.Silent,
            Tls = _tls.Result(),
            Login = _login,
            NotAsked = _notAsked,
        });
    }

    private static LoginObservation Login(LoginObservation? login, string rest)
    {
        var words = rest.Split(' ');
        login ??= new LoginObservation();
        return words switch
        {
            ["none", var reason] => login with { Obstacle = reason },
            ["as", var user, var vhost, _, var host] => login with { User = user, Vhost = vhost, OtherHost = host != "same" },
            ["tune"] => login with { Tuned = true },
            ["close", var code] => login with { End = "close", Code = Number(code) ?? 0 },
            [var end] => login with { End = end },
            _ => login,
        };
    }

    // "tv: connect: No route to host", "tv: line 13: connect: …": the last part is the system's.
    private static string? Reason(string message)
    {
        var colon = message.LastIndexOf(": ", StringComparison.Ordinal);
        var reason = (colon < 0 ? message : message.Substring(colon + 2)).Trim();
        return reason.Length == 0 ? null : reason;
    }

    private static IEnumerable<byte> Bytes(string hex)
    {
        var digits = hex.Replace(" ", string.Empty);
        for (var i = 0; i + 1 < digits.Length; i += 2)
        {
            if (!byte.TryParse(digits.Substring(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                yield break;
            }

            yield return value;
        }
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
