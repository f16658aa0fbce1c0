using System;
using TravisOps.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Installations;

public class InventorySelectTests
{
    private const string Two = "installations:\n  production: {platform: p}\n  staging: {platform: s}\n";

    private static Inventory Parse(string text) => InventoryReader.Parse(text, InventorySamples.Path);

    [Theory]
    [InlineData("staging", "staging")]
    [InlineData("STAGING", "staging")]
    [InlineData(null, "production")]
    public void By_name_or_the_default(string? name, string expected) =>
        Assert.Equal(expected, Parse("default: Production\n" + Two).Select(name).Name);

    [Fact]
    public void The_only_one_is_the_default() =>
        Assert.Equal("lab", Parse("installations:\n  lab: {platform: p}\n").Select().Name);

    [Fact]
    public void Without_a_default_several_are_ambiguous_and_listed()
    {
        var error = Assert.Throws<InventoryException>(() => Parse(Two).Select());
        Assert.Equal(InventoryErrorKind.Ambiguous, error.Kind);
        Assert.Contains("production, staging", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Name", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stagin", "did you mean 'staging'? It has: production, staging.")]
    [InlineData("stag*", "It has: production, staging.")]
    [InlineData("", "It has: production, staging.")]
    public void An_unknown_name_is_an_error_that_lists_the_known_ones(string name, string expected)
    {
        var error = Assert.Throws<InventoryException>(() => Parse(Two).Select(name));
        Assert.Equal(InventoryErrorKind.NoSuchInstallation, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
