using System;
using System.Threading;
using System.Threading.Tasks;
using TravisOps.Lab;
using TravisOps.Tests;
using Xunit;

namespace TravisOps.Core.Tests.Lab;

/// <summary>Each fault of Replicated; those that don't hide each other share a platform.</summary>
public sealed class ReplicatedFaultTests
{
    private const string Preflight = "replicatedctl preflight run -o json 2>&1; echo exit $?";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("replicatedctl-missing", "command -v replicatedctl || echo none; sudo docker exec replicated replicatedctl version --quiet", "none\n2.34.1\n")]
    [InlineData("replicatedctl-old", Preflight + "; replicatedctl preflight run", "Error: unknown shorthand flag: 'o' in -o\nUsage:", "exit 1\n", "[SUCCESS] Memory:")]
    [InlineData("replicatedctl-text-only,app-stopped", Preflight + "; replicatedctl app status", "[SUCCESS] Memory:", "exit 0\n", "\"State\": \"stopped\"")]
    [InlineData("replicated-stopped", "sudo docker ps --all --filter name=^replicated$ --format '{{.Status}}'", "Exited (")]
    [InlineData("replicated-absent", "sudo docker ps --all --format '{{.Names}}'; " + Preflight, "focused_yalow\nError", "exit 1\n")]
    [InlineData("preflight-fails", Preflight, "\"MaxSeverity\": \"error\"", "exit 1\n")]
    [InlineData("preflight-warns,app-starting", Preflight + "; replicatedctl app status", "\"MaxSeverity\": \"warn\"", "exit 0\n", "\"State\": \"starting\"")]
    [InlineData("preflight-json-upper", Preflight, "\"status\": \"WARN\"")]
    public async Task A_fault_shows(string scenario, string command, params string[] expected)
    {
        LabInstallation lab = await HealthyLab.StartAsync(new() { Workers = 0, Scenario = scenario });
        await using (lab)
        {
            LabExecResult result = await SystemSsh.RunAsync(lab, lab.Platform, "ops", command, Token);
            Assert.All(expected, e => Assert.Contains(e, result.Stdout, StringComparison.Ordinal));
        }
    }
}
