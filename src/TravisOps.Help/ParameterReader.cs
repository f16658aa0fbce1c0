using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Markdig.Syntax;

namespace TravisOps.Help;

/// <summary>Reads a parameter: its text, and one yaml block or, where parameter sets differ, several.</summary>
internal static class ParameterReader
{
    private static readonly string[] Keys =
    [
        "Type", "Parameter Sets", "Aliases", "Accepted values", "Required", "Position", "Default value", "Accept pipeline input", "Accept wildcard characters",
    ];

    private static readonly string[] OptionalKeys = ["Aliases", "Accepted values", "Default value"];

    private static readonly string[] PipelineInputs = ["False", "True (ByValue)", "True (ByPropertyName)", "True (ByPropertyName, ByValue)"];

    public static CmdletParameter Read(PageSection part)
    {
        if (part.Name.Length < 2 || part.Name[0] != '-')
        {
            throw part.Error($"'### -ParameterName' is expected, found '{part.Name}'");
        }

        bool IsFacts(Block block) => block is FencedCodeBlock { Info: "yaml" };
        var facts = part.Blocks.Where(IsFacts).Select(block => ReadFacts(part, (FencedCodeBlock)block)).ToList();
        var text = PlainText.Paragraphs(part, part.Blocks.Where(block => !IsFacts(block)));
        if (facts.Count == 0)
        {
            throw part.Error($"{part.Name} has no ```yaml block with its Type, Parameter Sets and so on");
        }

        return text.Count > 0
            ? new CmdletParameter(part.Name[1..], text, facts)
            : throw part.Error($"{part.Name} has no description");
    }

    /// <summary>Checks what only all parameters together can tell.</summary>
    public static void CheckTogether(PageSection section, IReadOnlyList<CmdletParameter> parameters)
    {
        var twice = parameters.SelectMany(parameter => parameter.Facts.SelectMany(facts => facts.Aliases).Distinct().Append(parameter.Name))
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw section.Error($"-{twice.Key} is there twice, as a parameter or an alias");
        }

        var inSetTwice = parameters.FirstOrDefault(parameter => parameter.Facts.SelectMany(facts => facts.Sets).GroupBy(set => set).Any(group => group.Count() > 1)
            || (parameter.Facts.Count > 1 && parameter.Facts.Any(facts => facts.Sets.Contains(ParameterFacts.AllSets))));
        if (inSetTwice is not null)
        {
            throw section.Error($"-{inSetTwice.Name} has two yaml blocks for one parameter set");
        }
    }

    private static ParameterFacts ReadFacts(PageSection part, FencedCodeBlock block)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var line = block.Lines.Lines[i].ToString();
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var key = colon < 0 ? line : line[..colon].Trim();
            if (colon < 0 || Array.IndexOf(Keys, key) < 0 || !values.TryAdd(key, line[(colon + 1)..].Trim()))
            {
                throw new HelpException(part.File, block.Line + i + 2, $"'key: value' is expected, each key once, found '{line}'. Keys: {string.Join(", ", Keys)}");
            }
        }

        var missing = Keys.Except(OptionalKeys).FirstOrDefault(key => !values.TryGetValue(key, out var value) || value.Length == 0);
        if (missing is not null)
        {
            throw part.Error(block, $"'{missing}: ' is missing in the yaml of {part.Name}");
        }

        return new ParameterFacts
        {
            Type = values["Type"],
            Sets = List(values["Parameter Sets"]),
            Aliases = List(values.GetValueOrDefault("Aliases", string.Empty)),
            AcceptedValues = List(values.GetValueOrDefault("Accepted values", string.Empty)),
            Required = Flag("Required"),
            Position = Position(values["Position"]),
            DefaultValue = Default(),
            PipelineInput = OneOf("Accept pipeline input", PipelineInputs),
            Wildcards = Flag("Accept wildcard characters"),
        };

        string Default()
        {
            var given = values.GetValueOrDefault("Default value") is { Length: > 0 } value ? value : "None";
            return given == "None" && values["Type"] == ParameterFacts.SwitchType ? "False" : given;
        }

        bool Flag(string key) => OneOf(key, ["True", "False"]) == "True";

        string OneOf(string key, string[] words) => Array.IndexOf(words, values[key]) >= 0
            ? values[key]
            : throw part.Error(block, $"'{key}' of {part.Name} is '{values[key]}'; expected: {string.Join(" | ", words)}");

        int? Position(string text)
        {
            if (text.Equals("named", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw part.Error(block, $"'Position' of {part.Name} is '{text}'; expected: Named, or a number from 0");
        }
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
