using System;

namespace TravisOps.Lab;

/// <summary><c>list</c>: the scenarios, for people.</summary>
internal static class ListCommand
{
    public static int Run()
    {
        foreach (LabScenario scenario in LabScenarios.All)
        {
            Console.WriteLine($"{scenario.Name,-24} {scenario.DefaultHost,-9} {scenario.Description}");
        }

        return 0;
    }
}
