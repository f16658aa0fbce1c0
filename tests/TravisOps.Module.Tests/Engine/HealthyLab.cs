using System;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

[assembly: AssemblyFixture(typeof(HealthyLab))]

namespace TravisOps.Module.Tests.Engine;

/// <summary>One healthy lab for all tests that only look at it: a platform and two workers. It starts with the first that asks.</summary>
public sealed class HealthyLab : IAsyncDisposable
{
    private readonly Lazy<Task<LabInstallation>> _lab = new(() => StartAsync(new LabOptions()), LazyThreadSafetyMode.ExecutionAndPublication);

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
        return LabInstallation.StartAsync(options, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab.IsValueCreated)
        {
            var lab = await _lab.Value;
            await lab.DisposeAsync();
        }
    }

    /// <summary>Installs what the lab lacks, or skips the test and says why.</summary>
    public static void SkipWithoutLab()
    {
        LabPackages.EnsureInstalled(line => TestContext.Current.SendDiagnosticMessage(line));
        if (LabSupport.WhyNot() is { } reason)
        {
            Assert.Skip($"The lab can't run here: {reason}");
        }
    }
}
