using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using TravisOps.Workers;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>What is run on a worker, with stand-ins for the init and for Docker that do what no worker of the lab does at the right moment.</summary>
public sealed class ControlScriptTests : IDisposable
{
    private static readonly WorkerChange Restart = new() { Action = WorkerAction.Restart };

    private readonly string _root = Directory.CreateTempSubdirectory("travisops-").FullName;

    public ControlScriptTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script runs on Linux hosts only.");
        foreach (var folder in (string[])["bin", "init", "systemd/system/travis-worker.service.d", "run"])
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }

        Program("id", "echo 0");
    }

    /// <summary>Upstart still names the process of a worker that never comes up; it has ended.</summary>
    [Fact]
    public void A_worker_that_ended_before_it_was_told_is_not_drained()
    {
        File.WriteAllText(Path.Combine(_root, "init", "travis-worker.conf"), string.Empty);
        Program("initctl", "true");
        Program("status", "echo x >>$ROOT/asked; if [ -e $ROOT/stopped ]; then echo travis-worker stop/waiting; elif [ $(wc -l <$ROOT/asked) -le 2 ]; then echo travis-worker start/running, process 4194305; else echo travis-worker start/post-stop, process 4194305; fi");
        Program("stop", "touch $ROOT/stopped");
        Program("start", "touch $ROOT/started");

        var begun = Run("begin", Restart);
        var ended = begun["result"] is null ? Run("more", Restart) : begun;

        Assert.Equal("running", begun["service"]);
        Assert.Equal(("down", "died"), (ended["result"], ended["why"]));
        Assert.True(File.Exists(Path.Combine(_root, "started")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_worker_that_can_not_be_told_to_end_is_not_waited_for(bool force)
    {
        using var worker = Process.Start("sleep", "1000");
        try
        {
            File.WriteAllText(Path.Combine(_root, "systemd/system/travis-worker.service"), "ExecStart=/usr/local/bin/travis-worker-wrapper\n");
            Program("systemctl", "case $1 in stop) touch $ROOT/stopped ;; esac; if [ -e $ROOT/stopped ]; then echo ActiveState=inactive; else printf '%s\\n' ActiveState=active SubState=running; fi");
            Program("docker", $"case $1 in inspect) echo {worker.Id} ;; *) exit 1 ;; esac");
            Program("journalctl", "true");

            var answer = Run("begin", Restart with { Force = force, DrainTimeout = TimeSpan.Zero });

            Assert.Equal(force ? null : "unclear", answer["refused"]);
            Assert.Equal(force, File.Exists(Path.Combine(_root, "run", "travisops-worker", "finisher")));
            Assert.False(File.Exists(Path.Combine(_root, "run", "travisops-worker", "pid")));
            if (force)
            {
                Assert.NotNull(Run("more", Restart with { Force = true })["result"]);
            }
        }
        finally
        {
            worker.Kill();
        }
    }

    [Theory]
    [InlineData("travisci/worker:v6.2.2@sha256:0123abcd", "travisci/worker:v6.2.24")]
    [InlineData("registry.corp.example:5000/ci/worker@sha256:0123abcd", "registry.corp.example:5000/ci/worker:v6.2.24")]
    public void An_image_that_is_pinned_by_its_digest_has_a_fix_that_can_be_pasted_wherever_it_is_set(string image, string wanted)
    {
        var file = Path.Combine(_root, "systemd/system/travis-worker.service.d/image.conf");
        File.WriteAllText(Path.Combine(_root, "systemd/system/travis-worker.service"), "ExecStart=/usr/local/bin/travis-worker-wrapper\n");
        File.WriteAllText(file, $"[Service]\nEnvironment=\"TRAVIS_WORKER_SELF_IMAGE={image}\" \"OTHER=1\"\n");
        Program("systemctl", "printf '%s\\n' ActiveState=active SubState=running");
        Program("docker", "echo \"$@\" >>$ROOT/docker; exit 0");
        var change = new WorkerChange { Action = WorkerAction.Update, Version = "6.2.24" };

        var answer = Run("begin", change);
        var refused = new ControlWords(new TravisHost { ComputerName = "worker-1", Address = "192.0.2.2", Role = TravisRole.Worker }, change, Stopwatch.StartNew()).Refused(answer, answer["refused"]!);
        var (output, errors, exit) = Sh.Run("dash", $"export ROOT={_root}\nsudo() {{ \"$@\"; }}\n{refused.Remedy}\n", Path.Combine(_root, "bin") + ":/usr/bin:/bin");

        Assert.Equal("digest", answer["refused"]);
        Assert.True(exit == 0, refused.Remedy + output + errors);
        Assert.Equal($"[Service]\nEnvironment=\"TRAVIS_WORKER_SELF_IMAGE={wanted}\" \"OTHER=1\"\n", File.ReadAllText(file));
        Assert.Contains("pull " + wanted, File.ReadAllText(Path.Combine(_root, "docker")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parse amqp://travis:SEC/RET@host/travis: invalid port \":SEC\" after host")]
    [InlineData("level=error err=\"parse \\\"amqps://travis:SEC@x/RET@host/travis\\\": invalid port \\\":SEC@x\\\" after host\"")]
    [InlineData("parse \"amqp://travis:SEC RET@host/travis\": net/url: invalid userinfo")]
    public void A_log_that_tells_a_token_is_told_without_it_by_the_machine_and_again_here(string line)
    {
        var script = ControlScript.Text("look", Restart, "run1");
        var say = script.Substring(script.IndexOf("say() {", StringComparison.Ordinal));
        var (output, errors, exit) = Sh.Run("dash", say.Substring(0, say.IndexOf("\n}\n", StringComparison.Ordinal) + 3) + "say log \"$(cat <<'END'\n" + line + "\nEND\n)\"\n", "/usr/bin:/bin");

        Assert.True(exit == 0, errors);
        Assert.StartsWith("@log ", output, StringComparison.Ordinal);
        Assert.DoesNotMatch("SEC|RET", output);
        Assert.Contains("host", output, StringComparison.Ordinal);
        foreach (var key in (string[])["log", "error"])
        {
            var told = new ControlAnswer(Encoding.UTF8.GetBytes($"@{key} {line.Replace("SEC RET", "SECRET", StringComparison.Ordinal)}\n"))[key];
            Assert.DoesNotMatch("SEC|RET", told);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private ControlAnswer Run(string step, WorkerChange change)
    {
        var script = ControlScript.Text(step, change, "run1").Replace("/run/travisops-worker", _root + "/run/travisops-worker", StringComparison.Ordinal)
            .Replace("/etc/init/", _root + "/init/", StringComparison.Ordinal).Replace("/etc/systemd/", _root + "/systemd/", StringComparison.Ordinal).Replace("/var/log/upstart", _root, StringComparison.Ordinal);
        var (output, errors, exit) = Sh.Run("dash", script, Path.Combine(_root, "bin") + ":/usr/bin:/bin");
        Assert.True(exit == 0, output + errors);
        return new ControlAnswer(Encoding.UTF8.GetBytes(output));
    }

    private void Program(string name, string text)
    {
        var path = Path.Combine(_root, "bin", name);
        File.WriteAllText(path, $"#!/bin/sh\nROOT={_root}\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
