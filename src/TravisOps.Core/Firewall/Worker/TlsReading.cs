using System;
using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.Firewall.Worker;

/// <summary>The lines of <c>openssl s_client</c> that <c>ports.sh</c> lets through; OpenSSL 1.0.1 to 3.</summary>
internal sealed class TlsReading
{
    private const int TimeoutExit = 124;

    private static readonly Regex Verify = new(@"^Verify return code: (?<code>\d+) \((?<text>.*)\)$", RegexOptions.CultureInvariant);
    private static readonly Regex Version = new(@"^(?:Protocol *: |New, )(?<version>TLSv[0-9.]+|SSLv[0-9.]+)", RegexOptions.CultureInvariant);

    // What OpenSSL 1.0 to 3 say of an answer that is no TLS record.
    private static readonly string[] NoTls =
        ["wrong version number", "unknown protocol", "http request", "https proxy request", "packet length too long", "record layer failure", "bad record type"];

    // X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED: times are judged apart, and say nothing against the chain.
    private static readonly string[] Times = ["9", "10"];

    private readonly StringBuilder _pem = new();
    private bool _any;
    private bool _inPem;
    private bool _silent;
    private string? _version;
    private string? _distrust;
    private string? _error;

    /// <summary>The line when it is one of an HTTP answer.</summary>
    public static string? HttpLine(string line) =>
        line.StartsWith("HTTP/", StringComparison.Ordinal) || line.StartsWith("location: ", StringComparison.OrdinalIgnoreCase) ? line : null;

    public void Take(string line)
    {
        _any = true;
        if (line.StartsWith("-----BEGIN", StringComparison.Ordinal))
        {
            _inPem = _pem.Length == 0;
        }
        else if (line.StartsWith("-----END", StringComparison.Ordinal))
        {
            _inPem = false;
        }
        else if (_inPem)
        {
            _pem.Append(line);
        }
        else if (Verify.Match(line) is { Success: true } verify)
        {
            var code = verify.Groups["code"].Value;
            _distrust = code == "0" || Array.IndexOf(Times, code) >= 0 ? null : verify.Groups["text"].Value;
        }
        else if (Version.Match(line) is { Success: true } version)
        {
            _version ??= version.Groups["version"].Value;
        }
        else if (line.IndexOf(":error:", StringComparison.Ordinal) >= 0)
        {
            _error ??= Reason(line);
        }
    }

    public void Exit(int code)
    {
        _any = true;
        _silent = code == TimeoutExit;
    }

    /// <summary>Null when there was no handshake to speak of.</summary>
    public TlsObservation? Result()
    {
        if (!_any)
        {
            return null;
        }

        var certificate = Certificate();
        return certificate is not null
            ? new TlsObservation { Certificate = certificate, Protocol = _version, Distrust = _distrust }
            : new TlsObservation
            {
                // A peer that hangs up is reported as an error too (OpenSSL 3), and is nothing of TLS.
                Error = _error is not null && _error.IndexOf("unexpected eof", StringComparison.Ordinal) >= 0 ? null : _error,
                NotTls = _error is { } error && Array.Exists(NoTls, text => error.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0),
                End = _silent ? GreetingEnd.Silent : GreetingEnd.Closed,
            };
    }

    private byte[]? Certificate()
    {
        try
        {
            return _pem.Length == 0 ? null : Convert.FromBase64String(_pem.ToString());
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // "140…:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../ssl/record/ssl3_record.c:331:" and
    // "40E7…:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:…": the fourth field behind "error".
    private static string Reason(string line)
    {
        var fields = line.Substring(line.IndexOf(":error:", StringComparison.Ordinal) + 1).Split(':');
        return fields.Length > 4 && fields[4].Length > 0 ? fields[4] : line;
    }
}
