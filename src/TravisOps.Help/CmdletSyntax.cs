using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Help;

/// <summary>One parameter set: its parameters in the order in which PowerShell shows them.</summary>
internal sealed record CmdletSyntax(IReadOnlyList<(CmdletParameter Parameter, ParameterFacts Facts)> Parameters)
{
    /// <summary>The parameter sets that the parameters name, in the order of the page; one when they name none.</summary>
    public static IReadOnlyList<CmdletSyntax> Of(CmdletPage page)
    {
        var sets = page.Parameters.SelectMany(parameter => parameter.Facts)
            .SelectMany(facts => facts.Sets)
            .Where(set => set != ParameterFacts.AllSets)
            .Distinct()
            .DefaultIfEmpty(ParameterFacts.AllSets);
        return [.. sets.Select(set => Of(page, set))];
    }

    /// <summary>The line that Get-Command -Syntax shows.</summary>
    public string Text(string cmdlet) => string.Join(' ', [cmdlet, .. Parameters.Select(Text), "[<CommonParameters>]"]);

    private static CmdletSyntax Of(CmdletPage page, string set)
    {
        var parameters = page.Parameters
            .Select(parameter => (Parameter: parameter, Facts: parameter.Facts.FirstOrDefault(facts => facts.IsIn(set))!))
            .Where(pair => pair.Facts is not null)
            .ToList();

        // As the engine does it: by position, then the mandatory ones, then the rest, then what every cmdlet that changes something has.
        return new CmdletSyntax([.. parameters.OrderBy(pair => Rank(pair.Parameter, pair.Facts)).ThenBy(pair => pair.Facts.Position ?? int.MaxValue)]);
    }

    private static int Rank(CmdletParameter parameter, ParameterFacts facts) =>
        facts.Position is not null ? 0 : facts.Required ? 1 : parameter.Name is "WhatIf" or "Confirm" ? 3 : 2;

    private static string Text((CmdletParameter Parameter, ParameterFacts Facts) pair)
    {
        var (parameter, facts) = pair;
        var name = "-" + parameter.Name;
        if (facts.Position is not null && !facts.IsSwitch)
        {
            name = $"[{name}]";
        }

        var text = facts.IsSwitch ? name : $"{name} <{facts.Type}>";
        return facts.Required ? text : $"[{text}]";
    }
}
