using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TravisOps.Core.Tests.Installations;
using TravisOps.Protection;
using Xunit;

namespace TravisOps.Core.Tests.Protection;

public class CmsTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 11 >> 4))];

    [Fact]
    public void What_goes_in_comes_out_small_and_as_a_stream_for_each_recipient()
    {
        using var one = Certificate("one");
        using var two = Certificate("two");
        using var stranger = Certificate("stranger");
        using var output = new MemoryStream();
        using (var stream = CmsWriter.Open(output, [Public(one), Public(two)]))
        {
            stream.Write(Content);
        }

        foreach (var message in new[] { CmsWriter.Encrypt(Content, [Public(one), Public(two)]), output.ToArray() })
        {
            Assert.Equal(Content, CmsReader.Decrypt(message, [one]));
            Assert.Equal(Content, CmsReader.Decrypt(message, [stranger, two]));
            var error = Assert.Throws<ProtectionException>(() => CmsReader.Decrypt(message, [stranger]));
            Assert.Equal(ProtectionErrorKind.NoPrivateKey, error.Kind);
            Assert.Contains("CN=one", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cut_or_garbled_it_is_refused()
    {
        using var certificate = Certificate("one");
        var message = CmsWriter.Encrypt(Content, [certificate]);
        foreach (var length in new[] { 0, 1, 50, 300, 1000, message.Length - 16, message.Length - 1 })
        {
            Assert.Throws<ProtectionException>(() => CmsReader.Decrypt(message[..length], [certificate]));
        }

        var random = new Random(3);
        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[200];
            random.NextBytes(bytes);
            Assert.Throws<ProtectionException>(() => CmsReader.Decrypt(bytes, [certificate]));
        }
    }

    [Fact]
    public void OpenSSL_opens_a_large_stream()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not installed.");
        using var folder = new TemporaryFolder();
        using var certificate = Certificate("one");
        File.WriteAllText(folder.File("key.pem"), certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder.File("certificate.pem"), certificate.ExportCertificatePem());
        using (var file = File.Create(folder.File("message.cms")))
        using (var stream = CmsWriter.Open(file, [Public(certificate)]))
        {
            for (var i = 0; i < 20; i++)
            {
                stream.Write(Content);
            }
        }

        using var process = Process.Start(new ProcessStartInfo("openssl", ["cms", "-decrypt", "-binary", "-inform", "DER", "-stream", "-in", "message.cms", "-inkey", "key.pem", "-recip", "certificate.pem", "-out", "plain"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, said);
        Assert.Equal(SHA256.HashData(Enumerable.Repeat(Content, 20).SelectMany(part => part).ToArray()), SHA256.HashData(File.ReadAllBytes(folder.File("plain"))));
    }

    [Fact]
    public void We_open_what_OpenSSL_makes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not installed.");
        using var folder = new TemporaryFolder();
        using var certificate = Certificate("one");
        File.WriteAllText(folder.File("certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllBytes(folder.File("plain"), Content);
        foreach (var options in new string[][] { [], ["-stream"], ["-keyid"], ["-keyopt", "rsa_padding_mode:oaep"] })
        {
            string[] last = options is ["-keyopt", ..] ? ["-recip", "certificate.pem", .. options] : [.. options, "-recip", "certificate.pem"];
            using var process = Process.Start(new ProcessStartInfo("openssl", ["cms", "-encrypt", "-aes-256-cbc", "-binary", "-outform", "DER", "-in", "plain", "-out", "theirs", .. last]) { WorkingDirectory = folder.Path, RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
            Assert.Equal(Content, CmsReader.Decrypt(File.ReadAllBytes(folder.File("theirs")), [certificate]));
        }
    }

    [Fact]
    public void Certificates_that_Protect_CmsMessage_refuses_are_refused()
    {
        using var withoutPurpose = Certificate("a", purpose: null);
        using var wrongUsage = Certificate("b", usage: X509KeyUsageFlags.DigitalSignature);
        using var expired = Certificate("c", until: DateTimeOffset.UtcNow.AddDays(-1));
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var notRsa = new CertificateRequest("CN=d", curve, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        foreach (var (certificate, reason) in new[] { (withoutPurpose, CmsFormat.DocumentEncryption), (wrongUsage, "encipherment"), (expired, "expired"), (notRsa, "not RSA") })
        {
            var error = Assert.Throws<ProtectionException>(() => CmsWriter.Encrypt(Content, [certificate]));
            Assert.Equal(ProtectionErrorKind.BadRecipient, error.Kind);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ProtectionException>(() => CmsWriter.Encrypt(Content, []));
    }

    internal static X509Certificate2 Certificate(string name, string? purpose = CmsFormat.DocumentEncryption, X509KeyUsageFlags usage = X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (purpose is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), until ?? DateTimeOffset.UtcNow.AddDays(10));
    }

    private static X509Certificate2 Public(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawData);
}
