using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Help;

/// <summary>What a page says of one cmdlet. Texts are plain: one string is one paragraph.</summary>
internal sealed record CmdletPage
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Synopsis { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<CmdletExample> Examples { get; init; }

    /// <summary>In the order of the page.</summary>
    public required IReadOnlyList<CmdletParameter> Parameters { get; init; }

    public required IReadOnlyList<CmdletType> Inputs { get; init; }

    public required IReadOnlyList<CmdletType> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The text of each link, and where it leads; the latter is empty for another cmdlet or topic of the module.</summary>
    public required IReadOnlyList<(string Text, string Uri)> Links { get; init; }
}

/// <summary>One example.</summary>
internal sealed record CmdletExample(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>One kind of object that goes in or comes out.</summary>
internal sealed record CmdletType(string Name, IReadOnlyList<string> Description);

/// <summary>One parameter, with its facts in each parameter set.</summary>
internal sealed record CmdletParameter(string Name, IReadOnlyList<string> Description, IReadOnlyList<ParameterFacts> Facts);

/// <summary>The facts of a parameter in one or several parameter sets: one yaml block of the page.</summary>
internal sealed record ParameterFacts
{
    /// <summary>The name that stands for every parameter set of the cmdlet.</summary>
    public const string AllSets = "(All)";

    public const string SwitchType = "SwitchParameter";

    public required string Type { get; init; }

    public required IReadOnlyList<string> Sets { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public required IReadOnlyList<string> AcceptedValues { get; init; }

    public required bool Required { get; init; }

    /// <summary>From 0; null for a named parameter.</summary>
    public required int? Position { get; init; }

    public required string DefaultValue { get; init; }

    /// <summary><c>False</c>, <c>True (ByValue)</c>, <c>True (ByPropertyName)</c> or <c>True (ByPropertyName, ByValue)</c>.</summary>
    public required string PipelineInput { get; init; }

    public required bool Wildcards { get; init; }

    public bool IsSwitch => Type == SwitchType;

    public bool IsIn(string set) => Sets.Contains(set) || Sets.Contains(AllSets);
}
