using System;
using System.Threading.Tasks;
using TravisOps.Core.Tests.Checks;
using TravisOps.Environments;
using Xunit;

namespace TravisOps.Core.Tests.Environments;

/// <summary>The shell texts in the shells that hosts have; what they find is the lab's to show.</summary>
public sealed class EnvironmentScriptTests : PlayedShell
{
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Every_text_runs_to_its_end(string shell)
    {
        foreach (var item in new[] { EnvironmentItems.Machine, EnvironmentItems.Clock(DateTime.UtcNow), EnvironmentItems.Files, EnvironmentItems.Tools, EnvironmentItems.Proxies })
        {
            var answer = await Run(shell, item);

            Assert.Equal((item.Name, 0), (answer.Name, answer.ExitCode));
            Assert.DoesNotContain("syntax", answer.ErrorText, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("not found", answer.ErrorText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Of_travis_yml_and_the_settings_only_hosts_are_told(string shell)
    {
        var text = EnvironmentItems.GitHub.Source.Replace("-S /var/run/docker.sock", "-d /", StringComparison.Ordinal);
        PlayDocker("""
            case "$*" in
              'ps --no-trunc') echo "CONTAINER ID IMAGE"; echo "0123abcd 10.0.0.5:9874/quay.io-travisci-te-main:2.2.5 up" ;;
              *travis.yml) printf '%s\n' 'production:' '  host: travis.example.com' '  encryption_key: topsecret1' '  database:' '    url: postgres://user:topsecret2@db.example.com:5432/travis' '    password: topsecret3' \
                  '  redis:' '    url: "redis://:topsecret4@redis.example.com:6379"' '  amqp:' '    host: we ird $(id)' '    password: topsecret5' '  github:' '    api_url: https://api.github.com' '    token: topsecret6' '  encryption:' '    key: topsecret7' ;;
              *'app-config export') printf '{"github_type":{"value":"github_type_public"},"rabbitmq_password":{"value":"topsecret8"},"enable_ha":{"value":"1"}}' ;;
              *version) echo 'Replicated version 2.34.1 (git="4122872")' ;;
              *) echo "unexpected: $*" >&2; exit 1 ;;
            esac
            """);

        var answer = await Run(shell, EnvironmentItems.GitHub with { Source = text });

        Assert.DoesNotContain("topsecret", answer.Text + answer.ErrorText, StringComparison.Ordinal);
        Assert.Equal(
            "set host travis.example.com\nset database.url postgres://db.example.com:5432\nset redis.url redis://redis.example.com:6379\nset amqp.host ?\nset github.api_url https://api.github.com\nsetting github_type github_type_public\nsetting enable_ha 1\nreplicated 2.34.1\n",
            answer.Text.Replace("setting enable_ha 1\nsetting github_type github_type_public", "setting github_type github_type_public\nsetting enable_ha 1", StringComparison.Ordinal));
    }
}
