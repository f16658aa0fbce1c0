using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TravisOps.Checks;
using TravisOps.Checks.Application;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Probing;
using TravisOps.Ssh;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Checks;

/// <summary>Travis CI Enterprise itself, asked over SSH: its HTTPS, a real PostgreSQL, a real Redis.</summary>
public sealed class ApplicationLabTests
{
    [Fact]
    public async Task What_is_stuck_in_the_database_in_Redis_and_behind_the_API_is_found_and_a_healthy_platform_passes()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 0, Database = true });
        Assert.Equal(
            ["Application.Api Pass", "Application.SyncingUsers Pass", "Application.QueuedJobs Pass", "Application.BackgroundQueues Pass"],
            Ask(lab).Select(result => $"{result.Id} {result.Status}"));

        await ExecAsync(lab, """
            psql -qX -U travis -h 127.0.0.1 -d travis_production -v ON_ERROR_STOP=1 <<SQL
            UPDATE users SET is_syncing = true, updated_at = now() at time zone 'utc' WHERE login = 'ada';
            UPDATE users SET is_syncing = true, updated_at = (now() at time zone 'utc') - interval '2 hours' WHERE login IN ('grace', 'edsger');
            UPDATE jobs SET state = 'queued', queued_at = (now() at time zone 'utc') - interval '3 hours' WHERE id IN (SELECT id FROM jobs ORDER BY id LIMIT 2);
            SQL
            {
                printf 'SADD sidekiq:queues archive sync.low\r\nLPUSH sidekiq:queue:sync.low 1\r\n'
                for n in $(seq 1000); do printf 'LPUSH sidekiq:queue:archive %s\r\n' "$n"; done
                printf 'QUIT\r\n'
            } | nc 127.0.0.1 6379 >/dev/null
            """);
        var stuck = Ask(lab).ToDictionary(result => result.Id);

        Assert.Equal(CheckStatus.Pass, stuck["Application.Api"].Status);
        Assert.Equal((CheckStatus.Warn, "3 users are marked as being synchronised"), (stuck["Application.SyncingUsers"].Status, stuck["Application.SyncingUsers"].Actual));
        Assert.Equal((CheckStatus.Warn, "2 for builds.trusty (the oldest for 3 h)"), (stuck["Application.QueuedJobs"].Status, stuck["Application.QueuedJobs"].Actual));
        Assert.Equal((CheckStatus.Warn, "archive 1000, sync.low 1"), (stuck["Application.BackgroundQueues"].Status, stuck["Application.BackgroundQueues"].Actual));

        // PostgreSQL gone: the API says so, and nothing is a Pass for want of an answer.
        await ExecAsync(lab, "setpriv --reuid postgres --regid postgres --clear-groups pg_ctl -D /var/travis/postgresql -s -m immediate stop");
        var down = Ask(lab).ToDictionary(result => result.Id);

        Assert.Equal(CheckStatus.Fail, down["Application.Api"].Status);
        Assert.StartsWith("500 Error:", down["Application.Api"].Actual, System.StringComparison.Ordinal);
        Assert.Equal([CheckStatus.Unknown, CheckStatus.Unknown], new[] { "Application.SyncingUsers", "Application.QueuedJobs" }.Select(id => down[id].Status));
        Assert.Equal(CheckStatus.Warn, down["Application.BackgroundQueues"].Status);
    }

    private static IReadOnlyList<CheckResult> Ask(LabInstallation lab)
    {
        var installation = InventoryReader.Read(lab.InventoryPath).Select(null);
        return ApplicationEvaluator.Evaluate(HostProbe.Run(installation.Platform, ApplicationEvaluator.Plan(installation, installation.Platform), new SshOptions(), TestContext.Current.CancellationToken));
    }

    private static async Task ExecAsync(LabInstallation lab, string script)
    {
        var result = await lab.Platform.ExecAsync($"docker exec -i \"$(docker ps --quiet --filter ancestor=10.0.0.5:9874/quay.io-travisci-te-main:4be2c83)\" bash -l <<'IN-TE-MAIN'\n{script}\nIN-TE-MAIN", TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Stderr);
    }
}
