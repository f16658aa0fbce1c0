using System;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace TravisOps.Firewall.Local;

/// <summary>A TLS handshake that looks at the certificate and judges it later: nothing secret is ever sent through it.</summary>
internal static class TlsTalk
{
    /// <summary>The stream after a handshake, else null; and what was seen either way.</summary>
    public static async Task<(SslStream? Stream, TlsObservation Seen)> HandshakeAsync(Stream stream, string serverName, Func<bool> isOver)
    {
        byte[]? certificate = null;
        string? distrust = null;

        bool Look(object sender, X509Certificate? presented, X509Chain? chain, SslPolicyErrors errors)
        {
            certificate = presented?.GetRawCertData();
            distrust = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? Distrust(chain) : null;
            return true;
        }

#pragma warning disable CA5359 // A certificate that is expired or of unknown origin is what is looked for; it is told, not trusted.
        var secure = new SslStream(stream, leaveInnerStreamOpen: true, Look);
#pragma warning restore CA5359
        try
        {
            await AuthenticateAsync(secure, serverName).ConfigureAwait(false);
            return (secure, new TlsObservation { Certificate = certificate, Protocol = Version(secure.SslProtocol), Distrust = distrust });
        }
        catch (Exception exception) when (exception is AuthenticationException || PortTalk.IsEndOfTalk(exception))
        {
            secure.Dispose();
            var end = isOver() ? GreetingEnd.Silent : GreetingEnd.Closed;
            return (null, exception is AuthenticationException && end != GreetingEnd.Silent
                ? Failed(exception)
                : new TlsObservation { End = end });
        }
    }

    private static Task AuthenticateAsync(SslStream secure, string serverName)
    {
#if NET
        return secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            // Missing intermediates are not fetched: that would be a connection to somewhere else, with a time of its own.
            CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        });
#else
        // Named, since "what the system prefers" is refused in a process that was started for an older framework, as powershell.exe is on some machines.
#pragma warning disable CA5397 // The old ones are how an old server is recognised; nothing secret is sent through any.
        return secure.AuthenticateAsClientAsync(serverName, null, SslProtocols.Tls | SslProtocols.Tls11 | SslProtocols.Tls12, checkCertificateRevocation: false);
#pragma warning restore CA5397
#endif
    }

    // An answer that is no TLS record fails in the framing; whatever else fails is a TLS server that does not agree.
    private static TlsObservation Failed(Exception exception)
    {
        var reason = (exception.InnerException ?? exception).Message;
        string[] framing = ["frame", "invalid token", "unexpected format", "wrong version number", "packet length", "unknown protocol"];
        return new TlsObservation
        {
            Error = Greetings.ForeignAnswer.Printable(reason),
            NotTls = framing.Any(word => (exception.Message + reason).IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0),
            End = GreetingEnd.Closed,
        };
    }

    // Times and names are judged apart, in one way for this machine and for workers.
    private static string? Distrust(X509Chain? chain)
    {
        var reasons = (chain?.ChainStatus ?? [])
            .Where(status => status.Status is not (X509ChainStatusFlags.NoError or X509ChainStatusFlags.NotTimeValid or X509ChainStatusFlags.NotTimeNested))
            .Select(status => status.Status switch
            {
                X509ChainStatusFlags.UntrustedRoot => "its root is not trusted",
                X509ChainStatusFlags.PartialChain => "its issuer is not known",
                var other => other.ToString(),
            })
            .Distinct()
            .ToList();
        return reasons.Count == 0 ? null : string.Join(", ", reasons);
    }

    // As OpenSSL writes it, which is how a worker tells it.
    private static string Version(SslProtocols protocol) => (int)protocol switch
    {
        192 => "TLSv1",
        768 => "TLSv1.1",
        3072 => "TLSv1.2",
        12288 => "TLSv1.3",
        _ => protocol.ToString(),
    };
}
