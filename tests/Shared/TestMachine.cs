using System;
using TravisOps.Lab;

[assembly: Xunit.AssemblyFixture(typeof(TravisOps.Tests.TestMachine))]

namespace TravisOps.Tests;

/// <summary>
/// Brings what the tests need from Debian before the first of them runs, as the tour does: a newcomer has only the .NET SDK. As no root,
/// or elsewhere, it brings nothing, and the tests that miss something skip and say what.
/// </summary>
public sealed class TestMachine
{
    /// <summary>What tests need besides the lab's own packages.</summary>
    private static readonly (string Sign, string Package)[] More =
    [
        // Keys in PuTTY's formats.
        ("bin:puttygen", "putty-tools"),
        // What workers and the firewall's greetings talk to.
        ("bin:rabbitmq-server", "rabbitmq-server"),
        // Shows which secrets processes are given, and which files they write.
        ("bin:strace", "strace"),
        // What a worker without bash and perl may have.
        ("bin:nc.openbsd", "netcat-openbsd"),
        // Opens what we encrypt with a passphrase, and makes what we open.
        ("bin:age", "age"),
        // Opens the page of a support bundle.
        ("bin:chromium", "chromium"),
        // Makes real journal files, which journalctl reads without systemd running.
        ("/lib/systemd/systemd-journal-remote", "systemd-journal-remote"),
        // A share that can drop.
        ("bin:sshfs", "sshfs"),
        // Runs the .NET Framework build of the core.
        ("bin:mono", "mono-devel"),
    ];

    public TestMachine() => LabPackages.EnsureInstalled(Console.Error.WriteLine, More);
}
