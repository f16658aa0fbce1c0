using System;
using System.IO;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Platforms on which the key is not where it should be, one after another on one lab; and what the script for it does there.</summary>
public sealed class EncryptionKeyPlatformTests
{
    private const string Config = "/usr/local/travis/etc/travis/config/travis.yml";
    private const string OtherKey = "c0ffee00c0ffee11c0ffee22c0ffee33c0ffee44c0ffee55c0ffee66c0ffee77";

    [Fact]
    public async Task The_key_is_found_wherever_it_is_and_if_not_the_error_says_why()
    {
        await using var lab = await HealthyLab.StartAsync(new LabOptions { Workers = 0 });
        var key = await EncryptionKeyCommandTests.KeyAsync(lab);
        using var folder = new TemporaryFolder();
        using var engine = new EngineHost();
        var saved = Backup(engine, lab, folder, "key.txt").ThrowIfFailed();
        var fingerprint = Assert.Single(saved.Property<string>("Fingerprint"));

        // Odd YAML: line ends of Windows, quotes, a tab before the value, siblings.
        await RunAsync(lab, $$"""
            docker exec -i $(docker ps -q --filter name=focused_yalow) sh -c 'cat >{{Config}}.odd; cp {{Config}} {{Config}}.kept; cat {{Config}}.odd >{{Config}}' <<'YAML'
            {{$"production:\r\n  encryption_key: {OtherKey}\r\n  pusher:\r\n    key: {OtherKey}\r\n  encryption:\r\n    # key: {OtherKey}\r\n    key:\t\"{key}\"\r\n"}}
            YAML
            """);
        Assert.Equal([false], Backup(engine, lab, folder, "key.txt").ThrowIfFailed().Property<bool>("Changed"));
        await RunAsync(lab, $"docker exec focused_yalow sh -c 'printf \"production:\\n\\tencryption:\\n\" >{Config}'");
        Fails(Backup(engine, lab, folder, "new.txt"), "EncryptionKeyNotInFile", "is not valid YAML at line");
        await RunAsync(lab, $"docker exec focused_yalow cp {Config}.kept {Config}");

        // The application is stopped: out of its container.
        await RunAsync(lab, "docker stop -t 1 focused_yalow");
        var stopped = Backup(engine, lab, folder, "stopped.txt").ThrowIfFailed();
        Assert.Equal([fingerprint], stopped.Property<string>("Fingerprint"));
        Assert.Contains(stopped.Warnings, warning => warning.Contains("does not run", StringComparison.Ordinal));

        // Its container is gone, as Replicated leaves it: from the files of it on the host, which must agree.
        await RunAsync(lab, $"mkdir -p /var/lib/replicated-operator/a1 /var/lib/replicated-operator/b2 && docker cp focused_yalow:{Config} /var/lib/replicated-operator/a1/travis.yml && docker rm focused_yalow");
        var file = Backup(engine, lab, folder, "file.txt").ThrowIfFailed();
        Assert.Equal([fingerprint], file.Property<string>("Fingerprint"));
        Assert.Contains(file.Warnings, warning => warning.Contains("/var/lib/replicated-operator/a1/travis.yml on the host", StringComparison.Ordinal));
        await RunAsync(lab, $"printf 'production:\\n  encryption:\\n    key: {OtherKey}\\n' >/var/lib/replicated-operator/b2/travis.yml");
        Fails(Backup(engine, lab, folder, "new.txt"), "EncryptionKeyAmbiguous", "b2/travis.yml");

        // And nowhere.
        await RunAsync(lab, "rm -r /var/lib/replicated-operator/*");
        Fails(Backup(engine, lab, folder, "new.txt"), "EncryptionKeyNotFound", "not in a container te-main");
        await RunAsync(lab, "echo ops >/dev/null; sed -i '/^ops/d; /^%sudo/d' /etc/sudoers; rm -f /etc/sudoers.d/*");
        Fails(Backup(engine, lab, folder, "new.txt"), "Sudo", "sudo");
        Assert.False(File.Exists(Path.Combine(folder.Path, "new.txt")));
    }

    private static EngineResult Backup(EngineHost engine, LabInstallation lab, TemporaryFolder folder, string name) =>
        EncryptionKeyCommandTests.Run(engine, "Backup-TravisEncryptionKey", lab, ("Destination", Path.Combine(folder.Path, name)), ("AllowPlainText", true));

    private static void Fails(EngineResult result, string id, string words)
    {
        var error = Assert.Single(result.Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(words, error.Exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(OtherKey[..16], result.AllText, StringComparison.Ordinal);
    }

    private static async Task RunAsync(LabInstallation lab, string script)
    {
        var result = await lab.Platform.ExecAsync(script, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Stderr);
    }
}
