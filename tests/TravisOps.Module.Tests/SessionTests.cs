using System;
using TravisOps.Lab;
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

    /// <summary>As endpoints of Just Enough Administration are, unless they are told to show the file system.</summary>
    [Fact]
    public void A_session_that_shows_no_file_system_takes_full_paths_and_says_what_is_wrong_with_others()
    {
        using var engine = new EngineHost(showsFiles: false);

        var full = engine.Run("Test-TravisConnection -InventoryPath /nowhere/travisops.yml");
        var relative = engine.Run("Test-TravisConnection -InventoryPath travisops.yml");
        var none = engine.Run("New-TravisInstallation -Name here -Platform platform.example.com -KeyFilePath key");

        Assert.Contains("InventoryNotFound", Assert.Single(full.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("VisibleProviders", Assert.Single(relative.Errors).Exception.Message, StringComparison.Ordinal);
        Assert.Empty(none.Errors);
    }

    [Fact]
    public void A_session_in_constrained_language_is_told_why_there_is_no_module()
    {
        using var engine = new EngineHost(import: false);

        var result = engine.Run("param($path) $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; Import-Module $path", ("path", Repository.ManifestPath));

        Assert.Contains(result.Errors, error => error.Exception.Message.Contains("ConstrainedLanguage mode", StringComparison.Ordinal));
    }

    /// <summary>Where a backup of data may be a folder, so that a person gives one here too; "access denied" would send them to its permissions.</summary>
    [Fact]
    public void A_folder_that_is_given_for_a_saved_key_is_told_with_the_keys_in_it()
    {
        using var engine = new EngineHost();
        using TemporaryFolder folder = new();
        System.IO.File.WriteAllText(System.IO.Path.Combine(folder.Path, "travis-encryption-key-a.example.com.age"), string.Empty);

        var error = Assert.Single(engine.Run("param($path) Get-TravisEncryptionKey -Path $path", ("path", folder.Path)).Errors);

        Assert.Contains("EncryptionKeyNotFound", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("is a folder", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("travis-encryption-key-a.example.com.age'", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
