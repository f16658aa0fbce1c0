using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TravisOps.Checks;

namespace TravisOps.Firewall.Greetings;

/// <summary>Who answered a TLS handshake, and whether the clients that use this port can be content with that.</summary>
internal static class TlsGreeting
{
    /// <summary>Expires soon: what is renewed by hand needs some weeks' notice.</summary>
    private const int NoticeDays = 30;

    private const int NamesShown = 3;

    /// <param name="tls">What was seen.</param>
    /// <param name="target">The port.</param>
    /// <param name="now">When it was seen, UTC.</param>
    public static Verdict Judge(TlsObservation tls, PortTarget target, DateTime now)
    {
        if (tls.Certificate is null)
        {
            return tls switch
            {
                { NotTls: true } => Verdict.Wrong($"what answered does not speak TLS ({tls.Error})"),
                { Error: { } error } => new Verdict(PortState.Open, CheckStatus.Warn, $"speaks TLS and the handshake failed ({error})")
                {
                    Problem = "source and server agree on no version or cipher, or the server wants a certificate",
                    Remedy = FirewallRemedy.Handshake(target),
                },
                _ => Verdict.Wrong("at the TLS handshake: " + ForeignAnswer.Describe([], tls.End)),
            };
        }

        X509Certificate2 certificate;
        try
        {
            certificate = new X509Certificate2(tls.Certificate);
        }
        catch (CryptographicException)
        {
            return new Verdict(PortState.Open, CheckStatus.Warn, "a TLS server answered with a certificate that can't be read")
            {
                Problem = "its certificate is broken",
            };
        }

        using (certificate)
        {
            return Judge(certificate, tls, target, now);
        }
    }

    private static Verdict Judge(X509Certificate2 certificate, TlsObservation tls, PortTarget target, DateTime now)
    {
        var from = certificate.NotBefore.ToUniversalTime();
        var until = certificate.NotAfter.ToUniversalTime();
        var selfSigned = certificate.SubjectName.RawData.SequenceEqual(certificate.IssuerName.RawData);
        var named = CertificateNames.Match(certificate, target.ServerName);

        var issuer = Common(certificate, forIssuer: true);
        var trust = tls.Distrust is null ? $"issuer {issuer} trusted"
            : selfSigned ? "self-signed"
            : IsAboutIssuer(tls.Distrust) ? $"issuer {issuer} not trusted" : $"issuer {issuer} not trusted ({tls.Distrust})";
        var verdict = Verdict.Good($"{tls.Protocol ?? "TLS"} {Common(certificate, forIssuer: false)}{Names(certificate)}, {(until < now ? "expired" : "expires")} {Day(until)}, {trust}");
        if (until < now)
        {
            verdict = verdict.And(Flaw(CheckStatus.Fail, $"the certificate expired on {Day(until)}", "Renew it: " + WhereToRenew(target)));
        }
        else if (now < from)
        {
            verdict = verdict.And(Flaw(CheckStatus.Fail, $"the certificate is valid from {Day(from)} only", "Compare the clocks: date -u on both machines; then " + WhereToRenew(target)));
        }
        else if ((until - now).TotalDays < NoticeDays)
        {
            var days = (int)(until - now).TotalDays;
            verdict = verdict.And(Flaw(CheckStatus.Warn, $"the certificate expires in {Number(days)} days", "Renew it in time: " + WhereToRenew(target)));
        }

        if (!named)
        {
            verdict = verdict.And(Flaw(CheckStatus.Warn, $"the certificate is not for {target.ServerName}", "Have it made for that name, or correct publicHostName in the inventory: " + WhereToRenew(target)))
                with { Detail = verdict.Detail + $", not for {target.ServerName}" };
        }

        return tls.Distrust is null || target.Requirement?.SelfSignedByDefault == true
            ? verdict
            : verdict.And(Flaw(CheckStatus.Warn, $"{target.SourceName} does not trust the certificate, which matters to clients that verify: {Clients(target)}", "Install one of an authority that clients know: " + WhereToRenew(target)));
    }

    private static Verdict Flaw(CheckStatus status, string problem, string remedy) => new(PortState.Open, status, string.Empty) { Problem = problem, Remedy = remedy };

    private static string Clients(PortTarget target) => target.Protocol == PortProtocol.Amqps
        ? "workers with amqps in AMQP_URI and without AMQP_INSECURE"
        : "GitHub's webhooks and browsers (workers don't by default)";

    private static string WhereToRenew(PortTarget target) => target.Protocol == PortProtocol.Amqps
        ? "/etc/travis/ssl/rabbitmq.cert on the platform."
        : $"https://{target.ServerName}:8800/console/settings.";

    // What .NET and OpenSSL say of an authority that is not in the trust store; anything else is worth its words.
    private static bool IsAboutIssuer(string distrust) => distrust.IndexOf("root", StringComparison.Ordinal) >= 0
        || distrust.IndexOf("issuer", StringComparison.Ordinal) >= 0
        || distrust.IndexOf("first certificate", StringComparison.Ordinal) >= 0
        || distrust.IndexOf("certificate chain", StringComparison.Ordinal) >= 0;

    private static string Common(X509Certificate2 certificate, bool forIssuer) =>
        "CN=" + ForeignAnswer.Printable(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer) ?? string.Empty);

    // The names, where they say more than the common name.
    private static string Names(X509Certificate2 certificate)
    {
        var names = CertificateNames.Of(certificate);
        if (names.Count == 1 && names[0] == certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))
        {
            return string.Empty;
        }

        var more = names.Count > NamesShown ? $" and {Number(names.Count - NamesShown)} more" : string.Empty;
        return names.Count == 0 ? string.Empty : $" for {string.Join(" ", names.Take(NamesShown))}{more}";
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
