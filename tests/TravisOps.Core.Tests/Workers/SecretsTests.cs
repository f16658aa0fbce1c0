using System;
using System.Linq;
using CsCheck;
using TravisOps.Probing;
using TravisOps.Redaction;
using TravisOps.Workers;
using TravisOps.Workers.Settings;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>Secrets stay where they are, and equal ones can be told.</summary>
public sealed class SecretsTests
{
    public static TheoryData<string> Shells => ["dash", "bash --posix", "busybox sh"];

    [Theory]
    [MemberData(nameof(Shells))]
    public void No_secret_is_in_the_answer_wherever_it_stands(string shell)
    {
        const string Secret = "hunter2zq";
        using var files = WorkerFiles.Trusty(Secret, more: $$"""
            # the old one was {{Secret}}
            # export OLD_PASSWORD={{Secret}}
            export OTHER_URI="amqp://user:{{Secret}}@h/v" # {{Secret}}
            PLAIN={{Secret}}
            export FROM_PLAIN_URI="redis://:$PLAIN@h"
            export DEFAULTED="${SOME_TOKEN:-{{Secret}}}"
            curl -u me:{{Secret}} https://example.com
            export OPTS="--password={{Secret}} -v" JSON='{"token":"{{Secret}}"}'
            export POOL_SIZE=2; MY_SECRET={{Secret}}
            export URL="https://{{Secret}}@example.com/x" BROKEN="amqp://u:{{Secret}}/{{Secret}}#@h/v"
            if [ "$X" = "{{Secret}}" ]; then export Y_TOKEN={{Secret}}; fi
            : ${Z_TOKEN:={{Secret}}}
            export SSH_KEY="-----BEGIN
            {{Secret}}=
            -----END"
            export UNFINISHED_TOKEN="{{Secret}}
            """);

        var answer = files.Answer(shell);

        Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, answer.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(WorkerFiles.Key, answer.Text + answer.Source, StringComparison.Ordinal);
        Assert.Contains("X 4 TRAVIS_ENTERPRISE_SECURITY_TOKEN {!1}", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mawk")]
    [InlineData("busybox awk")]
    public void Every_name_that_redaction_takes_for_a_secrets_is_one_to_a_worker(string awk)
    {
        var names = SecretNames.Words.Select(word => word.ToUpperInvariant()).SelectMany(word => new[] { word, "APP_" + word, word + "_VALUE", $"A_{word}2" })
            .Where(SecretNames.IsSecret).Concat(["SMTP_PWD", "MYSQL_PWD", "PUSHER_CREDS", "ADMIN_JWT", "WIFI_PSK", "ROOT_OTP", "HTTP_AUTHORIZATION", "API_BEARER", "DB_PW", "DBPASS"]).ToList();
        const string Plain = "QUEUE_NAME\nTRAVIS_WORKER_POOL_SIZE\nROOTPATH\nTRAVIS_ENTERPRISE_HOST\nTRAVIS_WORKER_BUILD_API_INSECURE_SKIP_VERIFY\nUPWARDS\n";

        var (output, errors, exit) = Sh.Run(awk, string.Join("\n", names) + "\n" + Plain, arguments: ["-v", "names=" + WorkerSecretNames.Pattern, "$0 !~ names"]);

        Assert.Equal((Plain, string.Empty, 0), (output, errors, exit));
        Assert.All(names, name => Assert.Matches(WorkerSecretNames.Pattern, name));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_same_secret_has_the_same_hash_on_both_layouts_and_another_has_not(string shell)
    {
        using var one = WorkerFiles.Trusty("s3cret");
        using var two = WorkerFiles.Xenial("s3cret");
        using var encoded = WorkerFiles.Xenial("s3%63ret");
        using var other = WorkerFiles.Xenial("s3cre1");

        var hashes = new[] { one, two, encoded, other }.Select(files => Token(files, shell)).ToList();

        Assert.Equal(hashes[0].DecodedFingerprint, hashes[1].DecodedFingerprint);
        Assert.Equal(hashes[0].DecodedFingerprint, hashes[2].DecodedFingerprint);
        Assert.NotEqual(hashes[0].Fingerprint, hashes[2].Fingerprint);
        Assert.NotEqual(hashes[0].DecodedFingerprint, hashes[3].DecodedFingerprint);
        Assert.Equal(64, hashes[0].Fingerprint!.Length);
    }

    [Fact]
    public void Another_run_has_another_hash_and_without_a_key_there_is_no_answer()
    {
        using var files = WorkerFiles.Trusty("s3cret");

        var first = SettingsAnswer.Parse(files.Answer().Text).Secrets[0].Fingerprint;
        var second = SettingsAnswer.Parse(files.Answer(key: ProbeNonce.Create()).Text).Secrets[0].Fingerprint;
        var without = files.Answer(key: null);

        Assert.NotEqual(first, second);
        Assert.NotEqual(0, without.ExitCode);
        Assert.Empty(without.Text);
    }

    [Fact]
    public void Without_a_tool_to_hash_with_equality_is_not_known_and_nothing_leaks()
    {
        using var files = WorkerFiles.Trusty("s3cret");
        using var tools = new Tools("awk", "stat", "date");

        var answer = files.Answer(path: tools.Path);

        Assert.Null(SettingsAnswer.Parse(answer.Text).Secrets[0].Fingerprint);
        Assert.DoesNotContain("s3cret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Shown_secrets_are_the_secrets()
    {
        using var files = WorkerFiles.Trusty("a'b\\\"c$");

        Assert.Equal("a'b\"c$", files.Settings(showSecrets: true).Single(one => one.Name == "TRAVIS_ENTERPRISE_SECURITY_TOKEN").Value);
        Assert.Equal("amqp://travis:a'b\"c$@travis.example.com/travis", files.Settings(showSecrets: true).Single(one => one.Name == "AMQP_URI").Value);
        var hidden = files.Settings().Single(one => one.Name == "AMQP_URI");
        Assert.Matches("^amqp://travis:<secret [0-9a-f]{8}>@travis\\.example\\.com/travis$", hidden.Value);
        Assert.True(hidden.Secret);
    }

    /// <summary>Whatever a token is made of, quoted as a shell wants it: no part of it is in the answer, and its hash is that of the bare text.</summary>
    [Fact]
    public void Any_token_stays_and_is_compared_by_its_own_characters() =>
        Gen.Char["abcXYZ019 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"].Array[6, 20].Select(characters => "zqj" + new string(characters) + "jqz").Sample(
            token =>
            {
                using var quoted = WorkerFiles.Trusty().With("/etc/default/travis-enterprise", $"export TRAVIS_ENTERPRISE_SECURITY_TOKEN='{token.Replace("'", "'\\''", StringComparison.Ordinal)}'\n");
                var doubled = string.Concat(token.Select(c => "$`\"\\".Contains(c, StringComparison.Ordinal) ? "\\" + c : c.ToString()));
                using var other = WorkerFiles.Trusty().With("/etc/default/travis-enterprise", $"export TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"{doubled}\"\n");

                var one = quoted.Answer();
                var two = other.Answer();

                Assert.DoesNotContain("zqj", one.Text + two.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("jqz", one.Text + two.Text, StringComparison.Ordinal);
                Assert.Equal(SettingsAnswer.Parse(one.Text).Secrets[0], SettingsAnswer.Parse(two.Text).Secrets[0]);
                Assert.Equal(token, SettingValue.Decode(Word(quoted.Answer(showSecrets: true).Text)));
            },
            iter: 25,
            threads: 1);

    [Fact]
    public void The_key_is_no_part_of_the_item_and_nothing_of_it_runs_under_timeout()
    {
        var item = WorkerItems.Settings("travis.example.com", "192.0.2.1", showSecrets: false);
        var script = ProbeScript.Build([item, WorkerItems.Broker], ProbeNonce.Create(), WorkerFiles.Key);

        Assert.Null(item.TimeLimit);
        Assert.Null(WorkerItems.Broker.TimeLimit);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(script, WorkerFiles.Key));
        Assert.DoesNotContain("export tv_key", script, StringComparison.Ordinal);
    }

    private static string Word(string text) => text.Split('\n').First(line => line.StartsWith("X 1 TRAVIS_ENTERPRISE_SECURITY_TOKEN ", StringComparison.Ordinal))["X 1 TRAVIS_ENTERPRISE_SECURITY_TOKEN ".Length..];

    private static WorkerSecret Token(WorkerFiles files, string shell)
    {
        var host = files.Evidence() with { Items = [files.Answer(shell)] };
        var configuration = WorkerConfiguration.Of(host).Configuration!;
        return configuration.Amqp!.PasswordSecret(configuration.Secrets)!;
    }
}
