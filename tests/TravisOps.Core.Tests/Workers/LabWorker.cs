using System;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Installations;
using TravisOps.Lab;
using TravisOps.Ssh;
using TravisOps.Tests;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>A lab whose two workers may be drained, restarted and updated. Their services' five seconds of rest after each end are one here.</summary>
public sealed class WorkerLab : IAsyncDisposable
{
    private readonly Lazy<Task<LabInstallation>> _lab = new(StartAsync);
    private TravisInstallation? _installation;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_lab.IsValueCreated)
        {
            await (await _lab.Value).DisposeAsync();
        }
    }

    /// <summary>A worker that runs the version it came with and has no job.</summary>
    public async Task<Worker> FreshAsync(WorkerLayout layout)
    {
        HealthyLab.SkipWithoutLab();
        var lab = await _lab.Value;
        _installation ??= InventoryReader.Read(lab.InventoryPath).Select(null);
        var index = layout == WorkerLayout.Upstart ? 0 : 1;
        var worker = new Worker(lab.Workers[index], _installation.Workers[index], layout);
        await worker.ResetAsync();
        return worker;
    }

    private static async Task<LabInstallation> StartAsync()
    {
        var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 2, Scenario = HealthyLab.WithoutDocker });
        await Worker.RequireAsync(lab.Workers[0], "sed -i 's/^post-stop exec sleep 5/post-stop exec sleep 1/' /etc/init/travis-worker.conf; stop travis-worker; start travis-worker");
        await Worker.RequireAsync(
            lab.Workers[1],
            """
            sed -i 's|^ExecStopPost=/bin/sleep 5|ExecStopPost=/bin/sleep 1|' /etc/systemd/system/travis-worker.service
            image() {
                docker commit maker "travisci/worker:$1" >/dev/null
            }
            docker create --name maker travisci/worker:v6.2.2 x >/dev/null
            echo v6.2.24 >/tmp/version
            docker cp /tmp/version maker:/usr/local/share/travis-worker-version
            image v6.2.24
            printf '#!/bin/sh\necho "panic: this image is broken"\nexit 2\n' >/tmp/broken
            chmod 755 /tmp/broken
            docker cp /tmp/broken maker:/bin/travis-worker
            image v6.9.9
            docker rm maker >/dev/null
            systemctl daemon-reload
            systemctl restart travis-worker
            """);
        return lab;
    }
}

/// <summary>A worker of the lab, from the outside and as the product sees it.</summary>
public sealed record Worker(LabHost Host, TravisHost Target, WorkerLayout Layout)
{
    private const string Pid = "if [ -f /etc/init/travis-worker.conf ]; then status travis-worker | grep -o '[0-9]*$'; else docker inspect -f '{{.State.Pid}}' travis-worker; fi";

    public WorkerControl Control(WorkerChange change) => new(Target, change, new SshOptions()) { Pauses = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50)] };

    public static async Task<string> RequireAsync(LabHost host, string script)
    {
        var result = await host.ExecAsync("set -e\n" + script, WorkerLab.Token);
        Assert.True(result.ExitCode == 0, $"{script}\n{result.Stdout}{result.Stderr}");
        return result.Stdout.Trim();
    }

    public Task<string> RunAsync(string script) => RequireAsync(Host, script);

    public Task<string> PidAsync() => RunAsync(Pid);

    /// <summary>Returns when the host says so; a lab host's own clock ends it after 30 s.</summary>
    public Task UntilAsync(string condition) => RunAsync($"n=0; until {condition}; do n=$((n + 1)); [ $n -lt 600 ]; sleep 0.05; done");

    /// <summary>The worker has been told to end with its last job.</summary>
    public Task UntilDrainingAsync() => UntilAsync("[ -e /run/travisops-worker/pid ]");

    public Task UntilUpAsync() => UntilAsync(Layout == WorkerLayout.Upstart ? "status travis-worker | grep -q running" : "docker exec travis-worker true 2>/dev/null");

    public async Task ResetAsync()
    {
        await RunAsync("rm -rf /var/tmp/lab-worker /run/travisops-worker");
        if (Layout == WorkerLayout.Upstart)
        {
            await RunAsync(
                """
                cd /
                lab-publish 4.6.1-1 4.6.2-1 4.6.3-1
                apt-mark unhold travis-worker >/dev/null
                if [ "$(dpkg-query -W -f '${Version}' travis-worker)" != 4.6.1-1 ]; then
                    apt-get -qq update >/dev/null
                    DEBIAN_FRONTEND=noninteractive apt-get -qq -y --allow-downgrades -o Dpkg::Options::=--force-confold install travis-worker=4.6.1-1 </dev/null >/dev/null 2>&1
                fi
                status travis-worker | grep -q stop/waiting || stop travis-worker
                lab-publish 4.6.1-1
                : >/var/log/upstart/travis-worker.log
                start travis-worker
                """);
        }
        else
        {
            await RunAsync(
                """
                systemctl stop travis-worker
                sed -i 's/worker:v[0-9.]*/worker:v6.2.2/' /etc/systemd/system/travis-worker.service.d/env.conf
                systemctl daemon-reload
                : >/var/log/travis-worker.journal
                systemctl start travis-worker
                """);
        }

        await UntilAsync("[ -d /var/tmp/lab-worker/requeued ] && grep -qhs 'signal handler loop' /var/log/upstart/travis-worker.log /var/log/travis-worker.journal");
        await UntilUpAsync();
    }
}
