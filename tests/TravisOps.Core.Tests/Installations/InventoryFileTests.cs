using System;
using TravisOps.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Installations;

public class InventoryFileTests
{
    [Fact]
    public void Places_are_looked_at_in_their_order()
    {
        using var folder = new TemporaryFolder();
        var given = folder.Write("given.yml", "x");
        var named = folder.Write("environment.yml", "x");
        var here = folder.Write("here/travisops.yml", "x");
        var users = folder.Write("config/travisops.yml", "x");
        string Find(string? path, string? environment, string current) =>
            InventoryFile.Find(path, environment, folder.File(current), folder.File("config"));

        Assert.Equal(given, Find(given, named, "here"));
        Assert.Equal(given, Find("../given.yml", named, "here"));
        Assert.Equal(named, Find(null, named, "here"));
        Assert.Equal(named, Find(null, "environment.yml", "."));
        Assert.Equal(here, Find(null, null, "here"));
        Assert.Equal(here, Find(string.Empty, string.Empty, "here"));
        Assert.Equal(users, Find(null, null, "elsewhere"));
    }

    [Theory]
    [InlineData("none.yml", null, "-Path")]
    [InlineData(null, "none.yml", "$env:TRAVISOPS_INVENTORY")]
    public void A_named_file_that_is_not_there_is_an_error_and_no_other_is_taken(string? path, string? environment, string origin)
    {
        using var folder = new TemporaryFolder();
        folder.Write("travisops.yml", "x");

        var error = Assert.Throws<InventoryException>(() => InventoryFile.Find(path, environment, folder.Path, folder.Path));

        Assert.Equal(InventoryErrorKind.NotFound, error.Kind);
        Assert.Contains(folder.File("none.yml"), error.Message, StringComparison.Ordinal);
        Assert.Contains(origin, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_there_is_none_the_places_and_the_way_to_one_are_told()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<InventoryException>(() => InventoryFile.Find(null, null, folder.Path, folder.File("config")));

        Assert.Equal(InventoryErrorKind.NotFound, error.Kind);
        foreach (var place in new[] { "-Path", "$env:TRAVISOPS_INVENTORY", folder.File("travisops.yml"), folder.File("config/travisops.yml"), "Export-TravisInstallation" })
        {
            Assert.Contains(place, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_named_as_one()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("is a folder", Assert.Throws<InventoryException>(() => InventoryFile.Find(folder.Path, null, "/", "/")).Message, StringComparison.Ordinal);
    }
}
