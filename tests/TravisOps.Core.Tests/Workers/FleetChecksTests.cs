using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Checks.Workers;
using TravisOps.Core.Tests.Checks;
using TravisOps.Evidence;
using TravisOps.Ssh;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>What needs more than one host: the token, the queue, the odd one out. The platform's part is the script that it runs, with a docker that plays back.</summary>
public sealed class FleetChecksTests : PlayedShell
{
    private const string TravisYml = """
        production:
          host: travis.example.com
          database:
            password: not-this-one
            host: 127.0.0.1
          encryption_key: nor-this
          amqp:
            host: @HOST@
            username: travis
            password: @PASSWORD@
            vhost: travis
          queues:
          - queue: builds.trusty
            dist: trusty
          - queue: builds.xenial
            dist: xenial
          smtp:
            password: nor-that-one
        """;

    [Theory]
    [InlineData("192.0.2.1", "travis.example.com", "2: eth0    inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0\n3: docker0    inet 172.17.0.1/16 scope global docker0\n", CheckStatus.Pass, "an address of the platform itself")]
    [InlineData("192.0.2.9", "travis.example.com", "2: eth0    inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0\n", CheckStatus.Warn, "the platform is 192.0.2.1")]
    [InlineData("172.17.0.1", "travis.example.com", "2: eth0    inet 192.0.2.1/24 scope global eth0\n3: docker0    inet 172.17.0.1/16 scope global docker0\n", CheckStatus.Warn, "the platform is 192.0.2.1")]
    [InlineData("198.51.100.7", "198.51.100.7", "2: eth0    inet 192.0.2.1/24 scope global eth0\n", CheckStatus.Pass, "the platform's address in the inventory")]
    [InlineData("192.0.2.9", "travis.example.com", null, CheckStatus.Pass, "could not be compared")]
    public void The_platforms_name_is_compared_with_the_platforms_own_addresses_and_the_inventorys(string resolved, string inventory, string? own, CheckStatus status, string says)
    {
        var platform = Sample.Platform;
        if (own is not null)
        {
            platform.With(WorkerItems.Addresses, own);
        }

        var settings = $"platform travis.example.com {inventory}\nhas /etc/init/travis-worker.conf\nresolve travis.example.com 0 {resolved}\nend\n";
        var worker = Sample.Worker.With(WorkerItems.Settings("travis.example.com", inventory, showSecrets: false), settings).Evidence();

        var result = CheckCatalog.Worker.OfType<FleetCheck>().Single(check => check.Id == "Worker.PlatformName").Evaluate(new Fleet([platform.Evidence(), worker])).Single();

        Assert.Equal(status, result.Status);
        Assert.Contains(says, result.Message, StringComparison.Ordinal);
    }

    private async Task<HostEvidence> Platform(string password, string shell = "dash", bool app = true, string config = "", string broker = "exit 70", string host = "127.0.0.1")
    {
        PlayDocker($"""
            case "$1 $2" in
            'ps --no-trunc') printf '%s\n' '{new string('a', 64)} quay.io/replicated/replicated:2.34.1 replicated' {(app ? $"'{new string('b', 64)} 10.0.0.5:9874/quay.io-travisci-te-main:4be2c83 focused_yalow'" : string.Empty)} ;;
            exec\ *) case "$*" in
                *travis.yml) cat <<'YML'
            {TravisYml.Replace("@PASSWORD@", password, StringComparison.Ordinal).Replace("@HOST@", host, StringComparison.Ordinal)}
            YML
                ;;
                *authenticate_user*) {broker} ;;
                *app-config*) {(config.Length == 0 ? "exit 1" : $"printf '%s\\n' '{config}'")} ;;
                esac ;;
            esac
            """);
        var item = WorkerItems.Broker with { Source = $"tv_key={WorkerFiles.Key}\n{WorkerItems.Broker.Source.Replace("[ -S /var/run/docker.sock ]", "true", StringComparison.Ordinal).Replace("/usr/local/bin/replicatedctl", "/nowhere/replicatedctl", StringComparison.Ordinal)}" };
        var answer = await Run(shell, item);
        return new HostEvidence
        {
            ComputerName = "platform.example.com",
            Role = TravisRole.Platform,
            CollectedAt = Sample.CollectedAt,
            Items = [answer with { Name = WorkerItems.Broker.Name }],
        };
    }

    private static CheckResult One(IReadOnlyList<HostEvidence> hosts, string id, string name = "worker-1.example.com") =>
        WorkerEvaluator.Evaluate(new Fleet(hosts)).Single(result => result.Id == id && result.ComputerName == name);

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task The_token_is_compared_without_anybody_knowing_it(string shell)
    {
        using var trusty = WorkerFiles.Trusty("s3cret-zq");
        using var xenial = WorkerFiles.Xenial("s3cret-zq");
        using var wrong = WorkerFiles.Xenial("s3cret-zp");
        var platform = await Platform("s3cret-zq", shell);
        HostEvidence[] fleet = [platform, trusty.Evidence("worker-1.example.com"), xenial.Evidence("worker-2.example.com"), wrong.Evidence("worker-3.example.com")];

        Assert.DoesNotContain("s3cret", string.Concat(fleet.SelectMany(host => host.Items).Select(item => item.Text + item.ErrorText)), StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", platform.Items[0].Text, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Pass, One(fleet, "Worker.Token").Status);
        Assert.Equal(CheckStatus.Pass, One(fleet, "Worker.Token", "worker-2.example.com").Status);
        var result = One(fleet, "Worker.Token", "worker-3.example.com");
        Assert.Equal(CheckStatus.Fail, result.Status);
        Assert.Contains("/etc/default/travis-worker:1: AMQP_URI", result.Evidence, StringComparison.Ordinal);
        Assert.NotNull(result.Remedy);
    }

    [Theory]
    [InlineData("cat >/dev/null; echo Success", "s3cret", CheckStatus.Pass, "and RabbitMQ itself takes it")]
    [InlineData("read -r x; [ \"$x\" = s3cret ] && echo Success", "s3cret", CheckStatus.Pass, "and RabbitMQ itself takes it")]
    [InlineData("echo \"user 'travis' - invalid credentials\" >&2; exit 65", "s3cret", CheckStatus.Fail, "RabbitMQ itself refuses it")]
    [InlineData("echo \"user 'travis' - invalid credentials\" >&2; exit 65", "other", CheckStatus.Unknown, "RabbitMQ itself refuses the platform's")]
    [InlineData("echo 'Error: could not recognise command' >&2; exit 1", "s3cret", CheckStatus.Pass, "is the platform's RabbitMQ password (amqp.password in te-main's travis.yml).")]
    public async Task The_broker_is_asked_whether_it_takes_the_platforms_password(string broker, string token, CheckStatus expected, string says)
    {
        using var worker = WorkerFiles.Xenial(token);
        var platform = await Platform("s3cret", broker: broker);

        var result = One([platform, worker.Evidence()], "Worker.Token");

        Assert.DoesNotContain("s3cret", platform.Items[0].Text + platform.Items[0].ErrorText, StringComparison.Ordinal);
        Assert.Equal(expected, result.Status);
        Assert.Contains(says, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'quo''ted'", "quo%27ted", CheckStatus.Pass)]
    [InlineData("\"qu\\\"oted\"  # comment", "qu%22oted", CheckStatus.Pass)]
    [InlineData("plain # comment", "plain", CheckStatus.Pass)]
    [InlineData("a/b@c", "a%2Fb%40c", CheckStatus.Pass)]
    [InlineData("a%41b", "a%41b", CheckStatus.Fail)]
    [InlineData("|", "x", CheckStatus.Unknown)]
    [InlineData("", "x", CheckStatus.Unknown)]
    public async Task The_password_is_read_as_YAML_and_the_token_as_a_URI(string yaml, string token, CheckStatus expected)
    {
        using var worker = WorkerFiles.Xenial(token);

        Assert.Equal(expected, One([await Platform(yaml), worker.Evidence()], "Worker.Token").Status);
    }

    [Fact]
    public async Task Without_te_main_Replicateds_settings_have_the_password()
    {
        using var worker = WorkerFiles.Xenial("s3cret");

        var result = One([await Platform("x", app: false, config: "s3cret"), worker.Evidence()], "Worker.Token");

        Assert.Equal(CheckStatus.Pass, result.Status);
        Assert.Contains("Replicated's settings", result.Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Unknown, One([await Platform("x", app: false, config: "<no value>"), worker.Evidence()], "Worker.Token").Status);
    }

    [Fact]
    public void A_platform_that_was_not_asked_or_not_reached_is_told_so()
    {
        using var worker = WorkerFiles.Xenial();
        var lost = new HostEvidence { ComputerName = "platform.example.com", Role = TravisRole.Platform, CollectedAt = Sample.CollectedAt, Failure = new HostFailure(HostFailureKind.NoAnswer, "no answer in 60 s", "ping it") };

        Assert.Equal(CheckStatus.Skip, One([worker.Evidence()], "Worker.Token").Status);
        var result = One([lost, worker.Evidence()], "Worker.Token");
        Assert.Equal((CheckStatus.Unknown, "ping it"), (result.Status, result.Remedy));
        Assert.Contains("no answer in 60 s", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rabbit.example.com", "rabbit.example.com", CheckStatus.Pass, "as the platform does")]
    [InlineData("rabbit.example.com", "travis.example.com", CheckStatus.Warn, "name rabbit.example.com")]
    [InlineData("rabbit.example.com", "other.example.com", CheckStatus.Warn, "name rabbit.example.com")]
    [InlineData("127.0.0.1", "rabbit.example.com", CheckStatus.Fail, "it should be travis.example.com")]
    [InlineData("localhost", "travis.example.com", CheckStatus.Pass, "takes travis.example.com for the platform")]
    [InlineData(null, "rabbit.example.com", CheckStatus.Warn, "With a broker of its own (high availability)")]
    public async Task The_broker_may_be_a_machine_of_its_own_where_the_platform_says_so(string? platform, string worker, CheckStatus expected, string says)
    {
        using var files = WorkerFiles.Xenial("s3cret", more: $"export AMQP_URI=amqps://travis:s3cret@{worker}/travis\n");
        HostEvidence[] fleet = platform is null ? [files.Evidence()] : [await Platform("s3cret", host: platform), files.Evidence()];

        var result = One(fleet, "Worker.PlatformHost");

        Assert.Equal(expected, result.Status);
        Assert.Contains(says, result.Message, StringComparison.Ordinal);
        Assert.Equal(expected == CheckStatus.Fail, result.Remedy?.Contains("sed", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task A_token_that_is_commented_out_is_named_where_it_stands()
    {
        using var files = WorkerFiles.Trusty().With("/etc/default/travis-enterprise", "# them to take effect.\nexport TRAVIS_ENTERPRISE_HOST=travis.example.com\n# export TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"abcd1234\"\n");

        var result = One([await Platform("s3cret"), files.Evidence()], "Worker.Token");

        Assert.Equal(CheckStatus.Fail, result.Status);
        Assert.Contains("TRAVIS_ENTERPRISE_SECURITY_TOKEN is commented out (/etc/default/travis-enterprise:3)", result.Message, StringComparison.Ordinal);
        Assert.StartsWith("sudoedit /etc/default/travis-enterprise   # line 3: take the # away", result.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("builds.trusty", CheckStatus.Pass)]
    [InlineData("builds.linux", CheckStatus.Fail)]
    [InlineData("builds.focal", CheckStatus.Fail)]
    [InlineData("builds.xenial", CheckStatus.Warn)]
    public async Task The_queue_is_one_that_the_platform_fills(string queue, CheckStatus expected)
    {
        using var worker = WorkerFiles.Trusty(more: $"export QUEUE_NAME={queue}\n");
        using var other = WorkerFiles.Xenial();

        Assert.Equal(expected, One([await Platform("x"), worker.Evidence()], "Worker.Queue").Status);
        Assert.Equal(expected == CheckStatus.Warn ? CheckStatus.Pass : expected, One([await Platform("x"), worker.Evidence(), other.Evidence("worker-2.example.com")], "Worker.Queue").Status);
    }

    [Fact]
    public void A_queue_alone_is_judged_by_what_installers_set()
    {
        using var known = WorkerFiles.Trusty();
        using var old = WorkerFiles.Trusty(more: "export QUEUE_NAME=builds.linux\n");
        using var unset = WorkerFiles.Trusty(more: "unset QUEUE_NAME\n");
        using var unknown = WorkerFiles.Trusty(more: "export QUEUE_NAME=$(cat /q)\n");

        Assert.Equal(CheckStatus.Pass, One([known.Evidence()], "Worker.Queue").Status);
        Assert.Equal(CheckStatus.Warn, One([old.Evidence()], "Worker.Queue").Status);
        Assert.Equal(CheckStatus.Fail, One([unset.Evidence()], "Worker.Queue").Status);
        Assert.Equal(CheckStatus.Unknown, One([unknown.Evidence()], "Worker.Queue").Status);
    }

    [Fact]
    public void The_odd_one_out_is_named_and_the_others_are_not()
    {
        using var one = WorkerFiles.Trusty();
        using var two = WorkerFiles.Trusty();
        using var odd = WorkerFiles.Trusty("other-token", more: "export TRAVIS_WORKER_HARD_TIMEOUT=3h\n");
        using var image = WorkerFiles.Xenial();
        HostEvidence[] fleet = [one.Evidence("worker-1.example.com"), odd.Evidence("worker-2.example.com"), two.Evidence("worker-3.example.com"), image.Evidence("worker-4.example.com")];

        var result = One(fleet, "Worker.Alike", "worker-2.example.com");

        Assert.Equal(CheckStatus.Warn, result.Status);
        Assert.Contains("worker-2.example.com is the odd one out", result.Message, StringComparison.Ordinal);
        Assert.Contains("the token is another than that of 3 others", result.Message, StringComparison.Ordinal);
        Assert.Contains("TRAVIS_WORKER_HARD_TIMEOUT is 3h, that of 2 others not set", result.Message, StringComparison.Ordinal);
        foreach (var name in (string[])["worker-1.example.com", "worker-3.example.com", "worker-4.example.com"])
        {
            Assert.Equal(CheckStatus.Pass, One(fleet, "Worker.Alike", name).Status);
        }

        Assert.Equal(CheckStatus.Skip, One([fleet[0]], "Worker.Alike").Status);
        Assert.Equal(CheckStatus.Warn, One([fleet[0], fleet[1]], "Worker.Alike").Status);
    }

    [Fact]
    public void What_a_worker_is_set_to_and_is_not_known_makes_nobody_odd()
    {
        using var one = WorkerFiles.Trusty();
        using var two = WorkerFiles.Trusty();
        using var unknown = WorkerFiles.Trusty(more: "export AMQP_URI=$(cat /etc/uri)\nexport BUILD_API_URI=$(cat /etc/url)\n");
        using var unset = WorkerFiles.Trusty(more: "unset AMQP_URI\n");
        HostEvidence[] fleet = [one.Evidence("worker-1.example.com"), unknown.Evidence("worker-2.example.com"), two.Evidence("worker-3.example.com")];

        var result = One(fleet, "Worker.Alike", "worker-2.example.com");
        Assert.Equal(CheckStatus.Unknown, result.Status);
        Assert.Contains("the output of a command", result.Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Pass, One(fleet, "Worker.Alike").Status);
        Assert.Equal(CheckStatus.Pass, One([fleet[0], fleet[1]], "Worker.Alike").Status);
        Assert.Contains("the platform's host is not set, that of 2 others travis.example.com", One([fleet[0], unset.Evidence("worker-2.example.com"), fleet[2]], "Worker.Alike", "worker-2.example.com").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_was_not_reached_has_one_result_and_does_not_count()
    {
        using var one = WorkerFiles.Trusty();
        var lost = new HostEvidence { ComputerName = "worker-2.example.com", Role = TravisRole.Worker, CollectedAt = Sample.CollectedAt, Failure = new HostFailure(HostFailureKind.NoAnswer, "no answer", "ping it") };

        Assert.Equal("Host.Connection", Assert.Single(WorkerEvaluator.Evaluate(lost)).Id);
        Assert.DoesNotContain(WorkerEvaluator.Evaluate(new Fleet([one.Evidence(), lost])), result => result.ComputerName == lost.ComputerName);
    }
}
