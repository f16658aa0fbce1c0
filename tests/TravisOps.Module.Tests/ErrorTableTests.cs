using System;
using System.Collections;
using System.Linq;
using System.Reflection;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

public sealed class ErrorTableTests
{
    [Theory]
    [InlineData("TravisOps.Support.HostErrors", "Categories")]
    [InlineData("TravisOps.Support.InventoryErrors", "Errors")]
    [InlineData("TravisOps.Support.BackupErrors", "Errors")]
    public void Every_kind_of_failure_has_its_category(string type, string field)
    {
        using var engine = new EngineHost();
        var table = (IDictionary)ModuleCommands.All(engine)[0].Assembly.GetType(type, throwOnError: true)!
            .GetField(field, BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        var kinds = table.GetType().GetGenericArguments()[0];

        Assert.Equal(Enum.GetValues(kinds).Cast<object>(), table.Keys.Cast<object>().Order());
    }
}
