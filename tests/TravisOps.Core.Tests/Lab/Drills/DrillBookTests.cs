using System.Linq;
using TravisOps.Lab;
using Xunit;

namespace TravisOps.Core.Tests.Lab.Drills;

/// <summary>The drills cover what the lab can plant.</summary>
public sealed class DrillBookTests
{
    [Fact]
    public void Every_fault_of_the_lab_has_one_drill() =>
        Assert.Equal(
            LabScenarios.All.Where(scenario => scenario.Parts.Count == 0 && scenario.Name != "healthy").Select(scenario => scenario.Name).Order(),
            DrillBook.Faults.Order());

    /// <summary>A fix that no machine runs is worth its words only.</summary>
    [Fact]
    public void A_drill_without_a_command_has_a_reason_and_the_words_that_a_person_needs() =>
        Assert.All(DrillBook.Workers.Concat(DrillBook.Platform), drill => Assert.Equal(drill.Person is null, drill.Says.Count == 0 && drill.Deed is null));
}
