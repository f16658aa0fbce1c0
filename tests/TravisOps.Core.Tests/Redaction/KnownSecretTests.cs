using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using CsCheck;
using TravisOps.Redaction;
using Xunit;

namespace TravisOps.Core.Tests.Redaction;

/// <summary>A known secret is found in every form, wherever it stands; what is left is free of it.</summary>
public sealed class KnownSecretTests
{
    // Everything that some encoding treats in its own way.
    private static readonly Gen<string> s_secret =
        from length in Gen.Int[8, 70]
        from text in Gen.Char["abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"$%&'()*+,-./:;<=>?@[]^_{|}~# \\äöü€"].Array[length]
        let value = new string(text).Trim()
        where value.Length >= 8 && value.Distinct().Count() > 4
        select value;

    /// <summary>A commit beside the word key goes there at most: every line of a log may tell of it.</summary>
    [Theory]
    [InlineData("3f2a1b4c5d6e7f8091a2b3c4d5e6f70819aabbcc")]
    [InlineData("3f2a1b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708")]
    public void A_commit_beside_a_key_is_not_looked_for_everywhere(string commit)
    {
        using var pseudonyms = new Pseudonyms();
        var known = new KnownSecrets();
        var redactor = new Redactor(pseudonyms, known, new RedactionReport());
        known.AddFrom($"cache key: {commit}");

        redactor.Redact($"cache key: {commit}", "a.log");

        Assert.Contains(commit, redactor.Redact($"HEAD is now at {commit}", "b.log"));
        Assert.DoesNotContain(commit, redactor.Redact($"token={commit}", "c.log"));
        Assert.DoesNotContain(commit, redactor.Redact($"HEAD is now at {commit}", "d.log"));
    }

    [Fact]
    public void It_is_found_in_every_form_and_nothing_of_it_is_left() =>
        Gen.Select(s_secret, Gen.Int[0, SecretWriter.Forms.Length - 1], Gen.Int).Sample(
            (secret, form, seed) =>
            {
                var known = new KnownSecrets();
                if (!known.Add(secret))
                {
                    return true;
                }

                var written = SecretWriter.Write(SecretWriter.Forms[form], secret, new Random(seed));
                var (text, report) = Redact($"INFO before {written} after\nnext line\n", known);

                // What follows on the line may go too: a secret that happens to end as "…pw=" names it a password.
                return report.Counts.Any(count => count.Rule == RedactionRules.Known)
                    && text.StartsWith("INFO before ", StringComparison.Ordinal) && text.EndsWith("\nnext line\n", StringComparison.Ordinal)
                    && CountKnown(text, known) == 0;
            },
            iter: 4000,
            threads: 2);

    [Theory]
    [InlineData('\n')]
    [InlineData(' ')]
    public void It_is_found_over_the_borders_of_blocks_also_in_one_endless_line(char separator)
    {
        const string Secret = "Zx9!kq/Wm2#vB7";
        var known = new KnownSecrets();
        Assert.True(known.Add(Secret));
        var random = new Random(3);
        var text = new StringBuilder();
        var planted = 0;
        while (text.Length < 3_000_000)
        {
            text.Append('x', random.Next(200, 900)).Append(separator).Append(SecretWriter.Write(SecretWriter.Forms[planted++ % 2 == 0 ? 0 : 10], Secret, random)).Append(separator);
        }

        var report = new RedactionReport();
        using var pseudonyms = new Pseudonyms();
        using var output = new MemoryStream();
        using var input = new SmallReads(Encoding.UTF8.GetBytes(text.ToString()), 8191);
        new Redactor(pseudonyms, known, report).Redact(input, output, "a.log", CancellationToken.None);

        var result = Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(planted, report.Counts.Single().Count);
        Assert.Equal(text.ToString().Replace(Secret, pseudonyms.ForSecret(Secret)), result);
    }

    [Fact]
    public void Equal_secrets_have_one_name_in_all_forms_and_other_ones_others()
    {
        using var pseudonyms = new Pseudonyms();
        var known = new KnownSecrets();
        known.Add("pa%ss w\"ord/1");
        var redactor = new Redactor(pseudonyms, known, new RedactionReport());

        var yaml = redactor.Redact("password: 'pa%ss w\"ord/1'\n", "a.yml");
        var uri = redactor.Redact("amqp://travis:pa%25ss%20w%22ord%2F1@host/travis\n", "b");
        var other = redactor.Redact("password: 'pa%ss w\"ord/2'\n", "a.yml");

        var name = pseudonyms.ForSecret("pa%ss w\"ord/1");
        Assert.Equal($"password: '{name}'\n", yaml);
        Assert.Equal($"amqp://travis:{name}@host/travis\n", uri);
        Assert.DoesNotContain(name, other);
    }

    [Fact]
    public void A_long_key_is_found_in_pieces_and_becomes_one_name()
    {
        var key = Convert.ToBase64String(Enumerable.Range(0, 900).Select(i => (byte)(i * 37)).ToArray());
        var known = new KnownSecrets();
        known.Add(key);
        using var pseudonyms = new Pseudonyms();
        var redactor = new Redactor(pseudonyms, known, new RedactionReport());

        Assert.Equal($"a {pseudonyms.ForSecret(key)} b", redactor.Redact($"a {key} b", "x"));
    }

    // As in a journal that only a part of was asked for, or with lines of others in between.
    [Theory]
    [InlineData(64)]
    [InlineData(70)]
    [InlineData(76)]
    public void A_key_is_found_line_by_line_with_anything_around(int width)
    {
        var lines = Convert.ToBase64String(Enumerable.Range(0, 1191).Select(i => (byte)((i * i) + (i * 37))).ToArray()).Chunk(width).Select(line => new string(line)).ToList();
        var known = new KnownSecrets();
        known.AddFrom($"key: |\n  -----BEGIN RSA PRIVATE KEY-----\n{string.Concat(lines.Select(line => $"  {line}\n"))}  -----END RSA PRIVATE KEY-----\n");

        var (text, _) = Redact(string.Concat(lines.Select((line, i) => $"{{\"n\":\"\\n{line}\\n\"}} {i}\nsomething else\n")), known);

        // The last line is whole where keys have lines of the usual length.
        Assert.All(lines.Take(lines.Count - (width == 64 ? 0 : 1)), line => Assert.DoesNotContain(line[..8], text, StringComparison.Ordinal));
        Assert.Contains("{\"n\":\"\\nREDACTED-", text, StringComparison.Ordinal);
        Assert.Contains("\\n\"} 2\nsomething else\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_password_of_a_configuration_is_known_and_a_short_word_of_a_log_is_not()
    {
        var known = new KnownSecrets();
        known.AddFrom("amqp:\n  password: s3cr3t!\n", isConfiguration: true);
        known.AddFrom("password: refused\n", isConfiguration: false);

        var (text, _) = Redact("broker says s3cr3t! and refused\n", known);

        Assert.Matches("^broker says REDACTED-[0-9a-f]{12} and refused\n$", text);
    }

    [Fact]
    public void What_a_file_is_counted_as_does_not_depend_on_which_came_first()
    {
        var report = new RedactionReport();
        using var pseudonyms = new Pseudonyms();
        var redactor = new Redactor(pseudonyms, new KnownSecrets(), report);

        redactor.Redact("password=Foo12345x\n", "first");
        redactor.Redact("password=Foo12345x\n", "second");

        Assert.All(report.Counts, count => Assert.Equal(RedactionRules.Name, count.Rule));
    }

    [Fact]
    public void A_container_under_a_secrets_name_is_taken_as_a_whole_wherever_a_block_ends_in_it()
    {
        var text = new StringBuilder();
        var random = new Random(5);
        while (text.Length < 2_000_000)
        {
            text.Append("{\"level\":\"info\",\"credentials\":{");
            text.Append(string.Join(",\n", Enumerable.Range(0, 2_000).Select(i => $"\"user{i}\":\"planted{random.Next(1000, 9999)}\"")));
            text.Append("},\"kept\":\"kept\"}\n");
        }

        using var pseudonyms = new Pseudonyms();
        var redacted = new Redactor(pseudonyms, new KnownSecrets(), new RedactionReport()).Redact(text.ToString(), "a.log");

        Assert.DoesNotContain("planted", redacted, StringComparison.Ordinal);
        Assert.Equal(text.ToString().Split("\"kept\"").Length, redacted.Split("\"kept\"").Length);
    }

    [Theory]
    [InlineData("travis")]
    [InlineData("guest")]
    [InlineData("abc12")]
    [InlineData("1234567")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("${TOKEN}")]
    [InlineData("REDACTED-0123456789ab")]
    public void Words_of_every_log_are_not_looked_for_everywhere(string value) => Assert.False(new KnownSecrets().Add(value));

    [Fact]
    public void What_the_patterns_find_is_known_from_then_on()
    {
        var known = new KnownSecrets();
        known.AddFrom("export TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"s3cr3t-tok\"\n");

        var (text, _) = Redact("connecting with s3cr3t-tok\n", known);

        Assert.DoesNotContain("s3cr3t", text);
    }

    [Fact]
    public void Redacting_twice_changes_nothing() => s_secret.Sample(
        secret =>
        {
            var known = new KnownSecrets();
            known.Add(secret);
            using var pseudonyms = new Pseudonyms(new byte[32]);
            var redactor = new Redactor(pseudonyms, known, new RedactionReport());
            var once = redactor.Redact($"password: \"{secret.Replace("\"", "\\\"")}\"\ntoken {secret}\n", "a");
            return redactor.Redact(once, "a") == once;
        },
        iter: 300);

    private static (string Text, RedactionReport Report) Redact(string text, KnownSecrets known)
    {
        using var pseudonyms = new Pseudonyms();
        var report = new RedactionReport();
        return (new Redactor(pseudonyms, known, report).Redact(text, "a.log"), report);
    }

    private static long CountKnown(string text, KnownSecrets known)
    {
        using var pseudonyms = new Pseudonyms();
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return new Redactor(pseudonyms, known, new RedactionReport()).CountKnown(input, CancellationToken.None);
    }

    private sealed class SmallReads(byte[] content, int size) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(size, count));
    }
}
