using System;
using System.IO;
using System.Linq;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Add-TravisHostKey against a real OpenSSH server.</summary>
public sealed class HostKeyCommandTests : IClassFixture<HostKeyCommandTests.Server>, IDisposable
{
    private const string Script = """
        param($port, $known, $arguments)
        New-TravisInstallation -Platform 127.0.0.1 -Port $port | Add-TravisHostKey -KnownHostsPath $known @arguments
        """;

    private static readonly LoopbackSshdOptions AllKinds = new() { HostKeyTypes = ["ed25519", "ecdsa", "rsa"] };

    private readonly LoopbackSshd _server;
    private readonly TemporaryFolder _folder = new();

    public HostKeyCommandTests(Server server)
    {
        Assert.SkipWhen(LoopbackSshd.WhyNot() is not null, LoopbackSshd.WhyNot() ?? string.Empty);
        _server = server.Value;
    }

    private string Known => Path.Combine(_folder.Path, "known_hosts");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void On_yes_the_keys_are_written_and_the_host_is_trusted()
    {
        var host = new RecordingHost(answer: "Yes");

        var result = Add(host).ThrowIfFailed();

        var question = Assert.Single(host.Questions);
        Assert.Equal(["Added", "Added", "Added"], result.Property<string>("State"));
        Assert.All(result.Property<string>("Fingerprint"), fingerprint => Assert.Contains(fingerprint!, question, StringComparison.Ordinal));
        Assert.Equal(File.ReadAllLines(_server.KnownHostsPath).Order(), File.ReadAllLines(Known).Order());
    }

    [Fact]
    public void On_no_nothing_is_written()
    {
        var result = Add(new RecordingHost(answer: "No")).ThrowIfFailed();

        Assert.Equal(["Declined", "Declined", "Declined"], result.Property<string>("State"));
        Assert.False(File.Exists(Known));
    }

    [Fact]
    public void A_known_host_is_not_asked_about_again()
    {
        File.Copy(_server.KnownHostsPath, Known);
        var host = new RecordingHost();

        var result = Add(host).ThrowIfFailed();

        Assert.Equal(["AlreadyKnown", "AlreadyKnown", "AlreadyKnown"], result.Property<string>("State"));
        Assert.Empty(host.Questions);
        Assert.Equal(File.ReadAllText(_server.KnownHostsPath), File.ReadAllText(Known));
    }

    [Fact]
    public void A_changed_key_is_refused_with_an_error_and_its_neighbours_are_not_written_either()
    {
        // An old key of this host: of the same type, and another one.
        using var before = LoopbackSshd.Start(AllKinds);
        var stale = File.ReadLines(before.KnownHostsPath).Single(line => line.Contains("ssh-ed25519", StringComparison.Ordinal))
            .Replace($":{before.Port} ", $":{_server.Port} ", StringComparison.Ordinal);
        File.WriteAllText(Known, stale + "\n");

        var result = Add(new RecordingHost(answer: "Yes"), ("Confirm", false));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("HostKeyChanged,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.SecurityError, error.CategoryInfo.Category);
        Assert.Equal("127.0.0.1", error.TargetObject);
        Assert.Equal(["Changed", "Declined", "Declined"], result.Property<string>("State"));
        Assert.Equal(stale + "\n", File.ReadAllText(Known));
    }

    [Fact]
    public void A_host_that_presents_none_of_its_known_keys_but_keys_of_other_types_gets_none_added()
    {
        using var other = LoopbackSshd.Start(new LoopbackSshdOptions { HostKeyTypes = ["rsa"] });
        var listed = File.ReadLines(_server.KnownHostsPath).Single(line => line.Contains("ssh-ed25519", StringComparison.Ordinal))
            .Replace($":{_server.Port} ", $":{other.Port} ", StringComparison.Ordinal);
        File.WriteAllText(Known, listed + "\n");

        var result = Add(new RecordingHost(answer: "Yes"), other.Port, ("Confirm", false));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("HostKeyChanged,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"ssh-keygen -R '[127.0.0.1]:{other.Port}' -f '{Known}'", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["Declined"], result.Property<string>("State"));
        Assert.Equal(listed + "\n", File.ReadAllText(Known));
    }

    [Fact]
    public void Beside_an_RSA_key_that_an_old_server_proves_with_SHA1_alone_another_is_added_when_somebody_compares_it()
    {
        using var old = LoopbackSshd.Start(new LoopbackSshdOptions { HostKeyTypes = ["ed25519", "rsa"], Configuration = ["HostKeyAlgorithms ssh-rsa,ssh-ed25519"] });
        var listed = File.ReadLines(old.KnownHostsPath).Single(line => line.Contains("ssh-rsa", StringComparison.Ordinal));
        File.WriteAllText(Known, listed + "\n");

        // Whoever listens in could offer the same: as it comes the key is not taken.
        var blind = Add(new RecordingHost(), old.Port, ("Confirm", false));
        var error = Assert.Single(blind.Errors);
        Assert.StartsWith("HostKeyUnknown,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("ssh-keygen -R", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(listed + "\n", File.ReadAllText(Known));

        var host = new RecordingHost(answer: "No");
        var declined = Add(host, old.Port).ThrowIfFailed();
        Assert.Contains("with SHA-1 alone", Assert.Single(host.Questions), StringComparison.Ordinal);

        var added = Add(new RecordingHost(), old.Port, ("Fingerprint", declined.Property<string>("Fingerprint").Single()!)).ThrowIfFailed();
        Assert.Equal(["Added"], added.Property<string>("State"));
        Assert.Equal(2, File.ReadAllLines(Known).Length);
    }

    [Fact]
    public void The_fix_for_an_unknown_host_without_an_inventory_can_be_pasted()
    {
        const string Test = "param($port, $known, $key) New-TravisInstallation -Platform 127.0.0.1 -Port $port | Test-TravisConnection -KnownHostsPath $known -KeyFilePath $key";
        (string, object?)[] arguments = [("port", _server.Port), ("known", Known), ("key", _server.KeyFilePath)];
        using var engine = new EngineHost();
        var remedy = engine.Run(Test, arguments).ThrowIfFailed().Property<string>("Remedy").Single()!;

        engine.Run(remedy.Substring(remedy.IndexOf("New-TravisInstallation", StringComparison.Ordinal)) + " -Confirm:$false").ThrowIfFailed();

        Assert.EndsWith("(trusted)", engine.Run(Test, arguments).ThrowIfFailed().Property<string>("HostKey").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_type_of_key_is_added_beside_one_that_is_known()
    {
        var listed = File.ReadLines(_server.KnownHostsPath).Single(line => line.Contains("ssh-ed25519", StringComparison.Ordinal));
        File.WriteAllText(Known, listed + "\n");

        var result = Add(new RecordingHost(), ("Confirm", false)).ThrowIfFailed();

        Assert.Equal(["AlreadyKnown", "Added", "Added"], result.Property<string>("State"));
    }

    [Fact]
    public void A_revoked_key_is_refused()
    {
        var revoked = string.Concat(File.ReadLines(_server.KnownHostsPath).Select(line => $"@revoked {line}\n"));
        File.WriteAllText(Known, revoked);

        var result = Add(new RecordingHost(answer: "Yes"), ("Confirm", false));

        Assert.StartsWith("HostKeyRevoked,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(revoked, File.ReadAllText(Known));
    }

    [Fact]
    public void Where_nobody_can_answer_it_is_an_error_and_nothing_is_written()
    {
        var result = Add(new RecordingHost());

        Assert.StartsWith("ConfirmationNeeded,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Fingerprint", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.False(File.Exists(Known));
    }

    [Fact]
    public void With_Confirm_false_a_script_takes_what_the_host_presents()
    {
        var host = new RecordingHost();

        var result = Add(host, ("Confirm", false)).ThrowIfFailed();

        Assert.Empty(host.Questions);
        Assert.Equal(["Added", "Added", "Added"], result.Property<string>("State"));
    }

    [Fact]
    public void With_a_fingerprint_only_that_key_is_added_and_nothing_is_asked()
    {
        var fingerprint = Fingerprints().Property<string>("Fingerprint").First()!;
        var host = new RecordingHost();

        var result = Add(host, ("Fingerprint", fingerprint)).ThrowIfFailed();

        Assert.Empty(host.Questions);
        Assert.Equal(["Added", "Declined", "Declined"], result.Property<string>("State"));
        Assert.Single(File.ReadAllLines(Known));
    }

    [Fact]
    public void With_a_fingerprint_that_the_host_has_not_it_is_an_error()
    {
        var result = Add(new RecordingHost(), ("Fingerprint", "SHA256:" + new string('A', 43)));

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("HostKeyUnexpected,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.SecurityError, error.CategoryInfo.Category);
        Assert.False(File.Exists(Known));
    }

    [Fact]
    public void The_fingerprint_of_one_new_host_is_not_missed_at_the_hosts_that_are_known()
    {
        using var other = LoopbackSshd.Start(AllKinds);
        File.Copy(_server.KnownHostsPath, Known);
        var fingerprint = Add(new RecordingHost(), other.Port, ("WhatIf", true)).Property<string>("Fingerprint").First()!;
        using var engine = new EngineHost(host: new RecordingHost());

        var result = engine.Run(
            "param($a, $b, $known, $f) (New-TravisInstallation a 127.0.0.1 -Port $a), (New-TravisInstallation b 127.0.0.1 -Port $b) | Add-TravisHostKey -KnownHostsPath $known -Fingerprint $f",
            ("a", _server.Port),
            ("b", other.Port),
            ("known", Known),
            ("f", fingerprint)).ThrowIfFailed();

        Assert.Equal(["AlreadyKnown", "AlreadyKnown", "AlreadyKnown", "Added", "Declined", "Declined"], result.Property<string>("State"));
    }

    [Fact]
    public void With_WhatIf_the_keys_are_shown_and_nothing_is_written()
    {
        foreach (var fingerprint in new[] { null, Fingerprints().Property<string>("Fingerprint").First() })
        {
            var result = fingerprint is null ? Fingerprints() : Add(new RecordingHost(), ("WhatIf", true), ("Fingerprint", fingerprint)).ThrowIfFailed();

            Assert.Equal(["Declined", "Declined", "Declined"], result.Property<string>("State"));
            Assert.False(File.Exists(Known));
        }
    }

    [Fact]
    public void A_host_that_is_down_is_one_error()
    {
        var gone = LoopbackSshd.Start(new LoopbackSshdOptions { HostKeyTypes = ["ed25519"] });
        gone.Dispose();

        var result = Add(new RecordingHost(), gone.Port, ("Confirm", false));

        Assert.StartsWith("ConnectionRefused,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private EngineResult Fingerprints() => Add(new RecordingHost(), ("WhatIf", true)).ThrowIfFailed();

    private EngineResult Add(RecordingHost host, params (string Name, object Value)[] arguments) => Add(host, _server.Port, arguments);

    private EngineResult Add(RecordingHost host, int port, params (string Name, object Value)[] arguments)
    {
        using var engine = new EngineHost(host: host);
        return engine.Run(Script, ("port", port), ("known", Known), ("arguments", new System.Collections.Hashtable(arguments.ToDictionary(a => a.Name, a => a.Value))));
    }

    /// <summary>One server with a key of each kind: an RSA key takes a second or more to make.</summary>
    public sealed class Server : IDisposable
    {
        private readonly Lazy<LoopbackSshd> _server = new(() => LoopbackSshd.Start(AllKinds));

        internal LoopbackSshd Value => _server.Value;

        public void Dispose()
        {
            if (_server.IsValueCreated)
            {
                _server.Value.Dispose();
            }
        }
    }
}
