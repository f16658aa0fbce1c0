using System;
using System.IO;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Bundles;

/// <summary>A lab whose logs tell secrets, for the tests of support bundles.</summary>
public sealed class BundleLab : IAsyncDisposable
{
    public const string Commit = "3f2a1b4c5d6e7f8091a2b3c4d5e6f70819aabbcc";
    public const string Uuid = "edd9471b-e0bc-4ea0-4dfc-a94718ddf621";
    public const string LogSecret = "0nly-in-a-l0g-Qx7";

    /// <summary>It stands alone in a log; only the person who makes the bundle tells what it is.</summary>
    public const string NoteSecret = "Foo12345-Zw";

    private readonly Lazy<Task<LabInstallation>> _lab = new(StartAsync);

    public Task<LabInstallation> GetAsync()
    {
        HealthyLab.SkipWithoutLab();
        return _lab.Value;
    }

    public static string TokenOf(LabInstallation lab) => File.ReadAllText(Path.Combine(lab.StateDirectory, "rabbitmq-password")).Trim();

    public async ValueTask DisposeAsync()
    {
        if (_lab.IsValueCreated)
        {
            await (await _lab.Value).DisposeAsync();
        }
    }

    private static async Task<LabInstallation> StartAsync()
    {
        var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 2 });
        var token = TokenOf(lab);
        var url = Uri.EscapeDataString(token);
        var base64 = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("travis:" + token));
        await RunAsync(lab.Platform, $"""
            mkdir -p /var/travis/log
            printf '%s\n' 'I app[api]: commit={Commit} request={Uuid}' 'D broker says {token}' 'D > Authorization: Basic {base64}' 'E password={LogSecret} was refused' 'sshd[7]: Invalid user plantedalice from 10.0.0.9' >/var/travis/log/travis.log
            """);
        foreach (var worker in lab.Workers)
        {
            await RunAsync(worker, $"""
                mkdir -p /var/log/upstart
                printf '%s\n' 'time="2018-04-18T12:14:22Z" level=error msg="couldn'"'"'t connect" err="dial amqp://travis:{url}@10.0.0.5:5672/travis" uuid={Uuid}' 'before the other one was seen: {LogSecret}' 'nobody says what {NoteSecret} is' 'plantedalice was here' >>/var/log/upstart/travis-worker.log
                printf 'rotated {token} {Commit}\n' | gzip >/var/log/upstart/travis-worker.log.2.gz
                """);
        }

        return lab;
    }

    private static async Task RunAsync(LabHost host, string script)
    {
        var result = await host.ExecAsync(script);
        Assert.True(result.ExitCode == 0, result.Stderr);
    }
}
