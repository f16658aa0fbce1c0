using System;
using System.Collections.Generic;
using System.IO;
using TravisOps.Evidence;
using TravisOps.Workers;
using TravisOps.Workers.Settings;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>Files of a worker in a folder of their own, read by the script that a worker runs, with the machine's own sh and awk.</summary>
internal sealed class WorkerFiles : IDisposable
{
    public const string Key = "00112233445566778899aabbccddeeff";

    private readonly string _root = Directory.CreateTempSubdirectory("travisops-").FullName;

    public WorkerFiles()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script runs on Linux hosts only.");
        foreach (var folder in (string[])["etc/default", "etc/init", "etc/systemd/system/travis-worker.service.d", "lib/systemd/system", "usr/local/bin"])
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }
    }

    /// <summary>The files of a 14.04-style worker as the lab has them.</summary>
    public static WorkerFiles Trusty(string token = "abc12345", string host = "travis.example.com", string more = "") => new WorkerFiles()
        .With("/etc/init/travis-worker.conf", "script\nend script\n")
        .With("/usr/local/bin/travis-worker", "\n")
        .With("/etc/default/travis-enterprise", $"# Default ENV variables\nexport TRAVIS_ENTERPRISE_BUILD_ENDPOINT=\"__build__\"\nexport TRAVIS_ENTERPRISE_HOST=\"{host}\"\nexport TRAVIS_ENTERPRISE_SECURITY_TOKEN=\"{token}\"\n# export TRAVIS_WORKER_DOCKER_PRIVILEGED=\"true\"\n")
        .With("/etc/default/travis-worker", """
            export AMQP_URI="amqp://travis:${TRAVIS_ENTERPRISE_SECURITY_TOKEN:-travis}@${TRAVIS_ENTERPRISE_HOST:-localhost}/travis"
            export BUILD_API_URI="https://${TRAVIS_ENTERPRISE_HOST:-localhost}/${TRAVIS_ENTERPRISE_BUILD_ENDPOINT:-}/script"
            export POOL_SIZE='2'
            export PROVIDER_NAME='docker'
            export QUEUE_NAME='builds.trusty'

            """ + more);

    /// <summary>The files of a 16.04-style worker.</summary>
    public static WorkerFiles Xenial(string token = "abc12345", string host = "travis.example.com", string more = "") => new WorkerFiles()
        .With("/usr/local/bin/travis-combined-env", "\n")
        .With("/usr/local/bin/travis-worker-wrapper", "\n")
        .With("/etc/systemd/system/travis-worker.service", "[Service]\nExecStart=/usr/local/bin/travis-worker-wrapper\n")
        .With("/etc/systemd/system/travis-worker.service.d/env.conf", "[Service]\nEnvironment=\"TRAVIS_WORKER_SELF_IMAGE=travisci/worker:v6.2.2\"\n")
        .With("/etc/default/travis-worker", $"""
            export AMQP_URI="amqp://travis:{token}@{host}/travis"
            export BUILD_API_URI="https://{host}/__build__/script"
            export POOL_SIZE='2'
            export PROVIDER_NAME='docker'
            export QUEUE_NAME='builds.trusty'

            """ + more);

    public WorkerFiles With(string path, string text)
    {
        File.WriteAllText(_root + path, text);
        return this;
    }

    public WorkerFiles Without(string path)
    {
        File.Delete(_root + path);
        return this;
    }

    /// <summary>The answer of the item.</summary>
    public EvidenceItem Answer(string shell = "dash", bool showSecrets = false, string? key = Key, string publicName = "travis.example.com", string path = "/usr/local/bin:/usr/bin:/bin")
    {
        var item = WorkerItems.Settings(publicName, "192.0.2.1", showSecrets);
        var source = item.Source;
        foreach (var folder in (string[])["/etc/default", "/etc/init", "/etc/systemd", "/lib/systemd", "/usr/local/bin/travis"])
        {
            source = source.Replace(" " + folder, " " + _root + folder);
        }

        var (output, errors, exit) = Sh.Run(shell, (key is null ? string.Empty : $"tv_key={key}\n") + "getent() { echo \"192.0.2.1 STREAM $2\"; }\n" + source, path);
        return new EvidenceItem
        {
            Name = item.Name,
            Source = item.Source,
            Status = EvidenceStatus.Collected,
            ExitCode = exit,
            Text = output.Replace(_root, string.Empty),
            ErrorText = errors,
        };
    }

    /// <summary>Runs a printed fix on these files, as root would.</summary>
    public WorkerFiles Paste(string remedy)
    {
        var (output, errors, exit) = Sh.Run("dash", "sudo() { \"$@\"; }\n" + remedy.Replace("/etc/default", _root + "/etc/default", StringComparison.Ordinal).Replace("/etc/systemd", _root + "/etc/systemd", StringComparison.Ordinal) + "\n");
        Assert.True(exit == 0, $"{remedy}\n{output}{errors}");
        return this;
    }

    public string Text(string path) => File.ReadAllText(_root + path);

    public HostEvidence Evidence(string name = "worker-1.example.com", bool showSecrets = false) => new()
    {
        ComputerName = name,
        Role = TravisRole.Worker,
        CollectedAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Items = [Answer(showSecrets: showSecrets)],
    };

    public WorkerConfiguration Configuration() => WorkerConfiguration.Of(Evidence()).Configuration!;

    public IReadOnlyList<WorkerSetting> Settings(bool all = false, bool showSecrets = false) => WorkerSettings.Read(Evidence(showSecrets: showSecrets), all).Settings;

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
