using System;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>What a session brings along: default values of parameters, and drives that it does not have.</summary>
public sealed class SessionTests
{
    [Fact]
    public void What_opens_bundles_may_be_a_default_value_of_all_commands()
    {
        using var engine = new EngineHost();

        var result = engine.Run(
            """
            param($secret)
            $PSDefaultParameterValues = @{ '*-Travis*:Passphrase' = $secret }
            Invoke-TravisPreflight -InventoryPath /nowhere/travisops.yml
            """,
            ("secret", Secret.Of("x")));

        Assert.Contains("InventoryNotFound", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-TravisWorkerLog -Path")]
    [InlineData("Find-TravisKnownIssue -Path")]
    [InlineData("Get-TravisSupportBundle")]
    [InlineData("Test-TravisSupportBundle")]
    [InlineData("Test-TravisBackup -Path")]
    public void A_drive_that_the_session_does_not_have_is_an_error_of_that_file_and_the_next_is_looked_at(string command)
    {
        using var engine = new EngineHost();

        var result = engine.Run($"{command} Z:\\old.one, /nowhere/no.other");

        Assert.False(result.Terminated);
        Assert.Equal(2, result.Errors.Count);
        Assert.Contains("PathNotFound", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("scheduled tasks", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("no.other", $"{result.Errors[1].TargetObject}", StringComparison.Ordinal);
    }
}
