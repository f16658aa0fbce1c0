using System;
using System.IO;
using System.Linq;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TravisOps.Core.Tests.Installations;
using TravisOps.Core.Tests.Protection;
using TravisOps.EncryptionKeys;
using TravisOps.Protection;
using Xunit;

namespace TravisOps.Core.Tests.EncryptionKeys;

public class EncryptionKeyTests
{
    internal const string Hex64 = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0";
    private const string Sibling = "feedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeed";

    public static TheoryData<string> Files =>
    [
        $"production:\n  encryption:\n    key: {Hex64}\n",
        $"production:\r\n  encryption:\r\n    key: {Hex64}\r\n",
        $"production:\n  encryption:\n    key: '{Hex64}'   \n",
        $"production:\n  encryption:\n    key: \"{Hex64}\"\n",
        $"production:\n  encryption:\n    key:\t{Hex64}\n",
        $"production:\n  encryption: {{ key: {Hex64} }}\n",
        $"\uFEFF---\nproduction:\n  encryption_key: {Sibling}{Sibling}\n  pusher:\n    key: {Sibling}\n  encryption:\n    # key: {Sibling}\n    key: {Hex64}\n",
        $"development:\n  encryption:\n    key: {Sibling}\nproduction:\n  encryption:\n    other: {Sibling}\n    key: >-\n      {Hex64}\n",
        $"defaults: &d\n  key: {Hex64}\nproduction:\n  encryption: *d\n",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_key_is_found_however_the_file_is_written_and_no_other(string yaml)
    {
        using var key = TravisYaml.Read(Encoding.UTF8.GetBytes(yaml), "travis.yml");
        Assert.Equal(Hex64, Encoding.ASCII.GetString(key.Bytes));
    }

    [Theory]
    [InlineData("production:\n  encryption_key: {0}\n  pusher:\n    key: {0}\n", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("development:\n  encryption:\n    key: {0}\n", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("production:\n  encryption:\n  key: {0}\n", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("production:\n  encryption:\n    key:\n", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("production:\n\tencryption:\n\t\tkey: {0}\n", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("production:\n  a: 1\n  a: {0}\n", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("production:\n  encryption:\n    key: \"{0}\n", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("{0}", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("", EncryptionKeyErrorKind.NotInFile)]
    [InlineData("production:\n  encryption:\n    key: abcd1234\n", EncryptionKeyErrorKind.Invalid)]
    [InlineData("production:\n  encryption:\n    key: '{0} {0}'\n", EncryptionKeyErrorKind.Invalid)]
    public void What_is_not_there_is_an_error_that_shows_nothing_of_the_file(string yaml, EncryptionKeyErrorKind kind)
    {
        var error = Assert.Throws<EncryptionKeyException>(() => TravisYaml.Read(Encoding.UTF8.GetBytes(yaml.Replace("{0}", Sibling, StringComparison.Ordinal)), "travis.yml"));
        Assert.Equal(kind, error.Kind);
        Assert.DoesNotContain("feed", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secretsecretsecretsecretsecretsecretsecretsecretsecretsecret", true)]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", true)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData(Hex64, false)]
    public void Placeholders_are_doubted(string text, bool doubted)
    {
        using var key = EncryptionKey.Own(Encoding.ASCII.GetBytes(text));
        Assert.Equal(doubted, key.Doubts().Count > 0);
        Assert.All(key.Doubts(), doubt => Assert.DoesNotContain(text[..20], doubt, StringComparison.Ordinal));
    }

    [Fact]
    public void A_disposed_key_is_zero()
    {
        var key = Key();
        key.Dispose();
        Assert.All(key.Bytes, one => Assert.Equal(0, one));
    }

    [Fact]
    public void A_backup_of_each_kind_opens_to_the_same_key()
    {
        using var folder = new TemporaryFolder();
        using var certificate = CmsTests.Certificate("escrow");
        using var key = Key();
        KeyProtection[] ways = [new(), new() { Kind = KeyProtectionKind.Passphrase, Passphrase = Secure("pass phrase") }, new() { Kind = KeyProtectionKind.Recipient, Recipients = [certificate] }];
        foreach (var way in ways)
        {
            var path = folder.File(KeyBackup.FileName("platform.example.com", way.Kind));
            var result = KeyBackup.Save(key, "platform.example.com", path, way);

            Assert.True(result is { Changed: true, Verified: true, KeyLength: 64 });
            Assert.True(KeyBackup.IsPrivate(path));
            Assert.Equal(way.Kind == KeyProtectionKind.PlainText, File.ReadAllText(path).Contains(Hex64, StringComparison.Ordinal));
            using var opened = KeyBackup.Open(path, way);
            Assert.True(opened.Key.IsSameAs(key));
            Assert.Equal((way.Kind, "platform.example.com", result.CreatedAt), (opened.Protection, opened.ComputerName, opened.CreatedAt));

            // Again: confirmed, and not touched.
            var before = File.ReadAllBytes(path);
            Assert.True(KeyBackup.Save(key, "platform.example.com", path, way) is { Changed: false, Verified: true });
            using var other = EncryptionKey.Own(Encoding.ASCII.GetBytes(Sibling[..^1] + "0"));
            var error = Assert.Throws<EncryptionKeyException>(() => KeyBackup.Save(other, "platform.example.com", path, way));
            Assert.Equal(EncryptionKeyErrorKind.Changed, error.Kind);
            Assert.Equal(before, File.ReadAllBytes(path));
        }

        Assert.Equal(3, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void Without_the_private_key_a_backup_is_confirmed_by_its_fingerprint()
    {
        using var folder = new TemporaryFolder();
        using var certificate = CmsTests.Certificate("escrow");
        using var publicPart = X509CertificateLoader.LoadCertificate(certificate.RawData);
        using var key = Key();
        using var other = EncryptionKey.Own(Encoding.ASCII.GetBytes(Sibling[..^1] + "0"));
        var way = new KeyProtection { Kind = KeyProtectionKind.Recipient, Recipients = [publicPart] };
        KeyBackup.Save(key, "platform", folder.File("key.cms"), way);

        Assert.True(KeyBackup.Save(key, "platform", folder.File("key.cms"), way) is { Changed: false, Verified: false, Protection: KeyProtectionKind.Recipient });
        Assert.Equal(EncryptionKeyErrorKind.Changed, Assert.Throws<EncryptionKeyException>(() => KeyBackup.Save(other, "platform", folder.File("key.cms"), way)).Kind);
        Assert.Equal(ProtectionErrorKind.NoPrivateKey, Assert.Throws<ProtectionException>(() => KeyBackup.Open(folder.File("key.cms"), new())).Kind);
    }

    /// <summary>With the old private key here and without: the certificate was renewed, and only the old one opens what is there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_backup_for_another_certificate_is_no_backup_for_this_one(bool hasOldKey)
    {
        using var folder = new TemporaryFolder();
        using var old = CmsTests.Certificate("escrow");
        using var oldPublic = X509CertificateLoader.LoadCertificate(old.RawData);
        using var renewed = CmsTests.Certificate("escrow");
        using var renewedPublic = X509CertificateLoader.LoadCertificate(renewed.RawData);
        using var key = Key();
        var path = folder.File("key.cms");
        KeyBackup.Save(key, "platform", path, new() { Kind = KeyProtectionKind.Recipient, Recipients = [oldPublic] });
        var before = File.ReadAllBytes(path);

        var error = Assert.Throws<EncryptionKeyException>(() => KeyBackup.Save(key, "platform", path, new() { Kind = KeyProtectionKind.Recipient, Recipients = hasOldKey ? [old, renewedPublic] : [renewedPublic] }));

        Assert.Equal(EncryptionKeyErrorKind.Occupied, error.Kind);
        Assert.Contains($"not for the certificate {renewed.SerialNumber} '{renewed.Subject}', whose", error.Message, StringComparison.Ordinal);
        Assert.Contains($"It is for: certificate {old.SerialNumber.TrimStart('0')} of ", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Destination", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));

        // For both it is confirmed for either.
        KeyBackup.Save(key, "platform", folder.File("both.cms"), new() { Kind = KeyProtectionKind.Recipient, Recipients = [oldPublic, renewedPublic] });
        Assert.False(KeyBackup.Save(key, "platform", folder.File("both.cms"), new() { Kind = KeyProtectionKind.Recipient, Recipients = [renewedPublic] }).Changed);
    }

    [Fact]
    public void Something_else_of_that_name_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        using var key = Key();
        foreach (var content in new[] { string.Empty, "notes", AgeArmor.Write(AgeTests.Encrypt("text"u8.ToArray())), new string('x', 100_000) })
        {
            var path = folder.Write("file", content);
            Assert.Throws<EncryptionKeyException>(() => KeyBackup.Save(key, "platform", path, new KeyProtection { Kind = KeyProtectionKind.PlainText }));
            Assert.Equal(content, File.ReadAllText(path));
        }
    }

    [Fact]
    public void A_plain_backup_that_was_changed_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var key = Key();
        KeyBackup.Save(key, "platform", folder.File("key.txt"), new());
        var text = File.ReadAllText(folder.File("key.txt"));
        foreach (var changed in new[] { text.Replace(Hex64, Hex64[..^1] + "1", StringComparison.Ordinal), text.Replace("keyLength: 64", "keyLength: 63", StringComparison.Ordinal), text.Replace("/1", "/2", StringComparison.Ordinal), text[..^30], text.Replace("createdAt: 2", "createdAt: x", StringComparison.Ordinal) })
        {
            Assert.NotEqual(text, changed);
            var path = folder.Write("changed.txt", changed);
            var error = Assert.Throws<EncryptionKeyException>(() => KeyBackup.Open(path, new()));
            Assert.Equal(EncryptionKeyErrorKind.Damaged, error.Kind);
            Assert.DoesNotContain(Hex64[..16], error.ToString(), StringComparison.Ordinal);
        }

        // An editor's line ends are no damage.
        using var opened = KeyBackup.Open(folder.Write("crlf.txt", text.Replace("\n", "\r\n", StringComparison.Ordinal)), new());
        Assert.True(opened.Key.IsSameAs(key));
    }

    [Fact]
    public void A_manifest_tells_of_which_key_its_data_is()
    {
        using var folder = new TemporaryFolder();
        using var key = Key();
        folder.Write("data.tar.manifest.json", $$"""{"format": 1, "keyFingerprint": "{{key.Fingerprint}}"}""");
        folder.Write("other.json", """{"keyFingerprint": "none"}""");
        folder.Write("broken.json", "[1]");
        Assert.Equal(key.Fingerprint, DataBackupFingerprint.Read(folder.File("data.tar")).Fingerprint);
        Assert.Null(DataBackupFingerprint.Read(folder.File("other.json")).Fingerprint);
        Assert.Throws<EncryptionKeyException>(() => DataBackupFingerprint.Read(folder.File("broken.json")));
        Assert.Throws<FileNotFoundException>(() => DataBackupFingerprint.Read(folder.File("missing")));
    }

    internal static EncryptionKey Key(string text = Hex64) => EncryptionKey.Own(Encoding.ASCII.GetBytes(text));

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        text.ToList().ForEach(secure.AppendChar);
        return secure;
    }
}
