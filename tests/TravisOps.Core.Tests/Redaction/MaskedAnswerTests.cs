using System.Text;
using TravisOps.Redaction;
using Xunit;

namespace TravisOps.Core.Tests.Redaction;

/// <summary>Answers whose secrets the host itself replaced: what stands for them stays, and what it did not know for secrets is taken.</summary>
public sealed class MaskedAnswerTests
{
    private const string Hidden = """
        file /etc/default/travis-worker
        X 4 TRAVIS_ENTERPRISE_SECURITY_TOKEN {!1}
        X 5 AMQP_URI amqp://travis:{TRAVIS_ENTERPRISE_SECURITY_TOKEN:-{!2}}@{"TRAVIS_ENTERPRISE_HOST:-localhost}/travis
        E 6 OPTS --password={!3} -v
        E 7 JSON %7B"token":"{!4}"%7D
        A 8 DB_PASS {?command}
        K 9 list MY_TOKEN OTHER_TOKEN
        S 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752 23
        X 10 QUEUE_NAME builds.trusty

        """;

    [Fact]
    public void What_is_hidden_stays_as_it_is()
    {
        using var pseudonyms = new Pseudonyms();

        Assert.Equal(Hidden, new Redactor(pseudonyms, new KnownSecrets(), new RedactionReport()).RedactMasked(Hidden, "worker.settings.txt"));
        Assert.Equal(0, Search(Hidden));
    }

    [Theory]
    [InlineData("X 3 NEUTRAL ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789abcdefghijABCDEFGHIJ012345")]
    [InlineData("X 3 APP_SALT 9f8e7d6c5b4a39281706f5e4d3c2b1a0", "9f8e7d6c5b4a39281706f5e4d3c2b1a0")]
    [InlineData("X 3 OPTS -e DB_PW=s3cr3t! -v", "s3cr3t!")]
    [InlineData("X 3 WHERE https://bob:s3cr3t!@host/{NAME}", "s3cr3t!")]
    public void What_is_not_is_taken_and_told_in_a_bundle(string line, string secret)
    {
        using var pseudonyms = new Pseudonyms();

        var redacted = new Redactor(pseudonyms, new KnownSecrets(), new RedactionReport()).RedactMasked(Hidden + line + "\n", "worker.settings.txt");

        Assert.Equal(Hidden + line.Replace(secret, pseudonyms.ForSecret(secret)) + "\n", redacted);
        Assert.Equal(1, Search(Hidden + line + "\n"));
        Assert.Equal(0, Search(redacted));
    }

    private static long Search(string text)
    {
        using var search = new PatternSearch(isMasked: true);
        var bytes = Encoding.UTF8.GetBytes(text);
        search.Append(bytes);
        return search.End();
    }
}
