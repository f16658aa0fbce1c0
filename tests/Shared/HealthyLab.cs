using System;
using System.Threading;
using System.Threading.Tasks;

using TravisOps.Lab;

[assembly: Xunit.AssemblyFixture(typeof(TravisOps.Tests.HealthyLab))]

namespace TravisOps.Tests;

/// <summary>One healthy lab for all tests that only look at it: a platform and two workers. It starts with the first that asks.</summary>
public sealed class HealthyLab : IAsyncDisposable
{
    /// <summary>A scenario for tests that need no Docker on the platform: its engine is most of what a start costs.</summary>
    public const string WithoutDocker = "docker-missing@platform";

    private readonly Lazy<Task<LabInstallation>> _lab = new(() => StartAsync(new()), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The lab; the test is skipped where none can run.</summary>
    public Task<LabInstallation> GetAsync()
    {
        SkipWithoutLab();
        return _lab.Value;
    }

    /// <summary>Starts a lab of the test's own; the test is skipped where none can run.</summary>
    public static Task<LabInstallation> StartAsync(LabOptions options)
    {
        SkipWithoutLab();
        return LabInstallation.StartAsync(options, Xunit.TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab.IsValueCreated)
        {
            LabInstallation lab = await _lab.Value.ConfigureAwait(false);
            await lab.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Installs what the lab lacks, or skips the test and says why.</summary>
    public static void SkipWithoutLab()
    {
        LabPackages.EnsureInstalled(line => Xunit.TestContext.Current.SendDiagnosticMessage(line));
        if (LabSupport.WhyNot() is { } reason)
        {
            Xunit.Assert.Skip($"The lab can't run here: {reason}");
        }
    }
}
