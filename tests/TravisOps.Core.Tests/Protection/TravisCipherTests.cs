using System;
using System.Linq;
using System.Text;
using TravisOps.Protection;
using Xunit;

namespace TravisOps.Core.Tests.Protection;

public class TravisCipherTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 32).Select(i => i.ToString("x2", null))));

    [Fact]
    public void Opens_what_openssl_made_as_the_gem_lays_it_out()
    {
        // printf %s 'travis' | openssl enc -aes-256-cbc -K (hex of 'abcd' * 8) -iv (hex of '0123456789abcdef'), then that IV, base64.
        const string Column = "--ENCR--mH6lhax0LcwFXxYjOGoOaDAxMjM0NTY3ODlhYmNkZWY=";
        var key = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("abcd", 8)));

        Assert.Equal("travis", TravisCipher.Decrypt(Column, key));
        Assert.Equal("travis", TravisCipher.Decrypt(Column, [.. key, .. "the rest is not used"u8]));
        Assert.Equal("travis", TravisCipher.Decrypt(Column[8..], key));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("exactly 16 bytes")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIäöü\n")]
    public void What_is_encrypted_opens_again_and_with_no_other_key(string text)
    {
        var column = TravisCipher.Encrypt(text, Key);
        Assert.StartsWith(TravisCipher.Prefix, column, StringComparison.Ordinal);
        Assert.NotEqual(column, TravisCipher.Encrypt(text, Key));
        Assert.Equal(text, TravisCipher.Decrypt(column, Key));
        Assert.NotEqual(text, TravisCipher.Decrypt(column, [.. Key.Reverse()]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--ENCR--")]
    [InlineData("--ENCR--AAAA")]
    [InlineData("plain text")]
    [InlineData("--ENCR--AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_not_one_is_not_opened(string column) => Assert.Null(TravisCipher.Decrypt(column, Key));

    [Fact]
    public void Equal_keys_have_equal_fingerprints_and_others_have_others()
    {
        var fingerprint = KeyFingerprint.Of(Key);

        // It stands in backups: it must never change.
        Assert.Equal("tk1:2213c97a67ba667f02e0fef721ac3e5e", fingerprint);
        Assert.True(KeyFingerprint.IsOne(fingerprint));
        Assert.NotEqual(fingerprint, KeyFingerprint.Of([.. Key[..63], (byte)'0']));
        Assert.False(KeyFingerprint.IsOne("tk1:" + new string('g', 32)));
        Assert.False(KeyFingerprint.IsOne(null));
    }
}
