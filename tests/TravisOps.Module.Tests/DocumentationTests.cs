using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>The pages in docs/ say what the commands do.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Commands => [.. ModuleManifest.Commands];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_has_every_parameter_and_no_other(string command)
    {
        using var engine = new EngineHost();
        var info = Info(engine, command);

        Assert.Equal(OwnParameters(info).Select(p => p.Name).Order(), Page.Read(command).Parameters.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_says_of_a_parameter_what_the_command_says(string command)
    {
        using var engine = new EngineHost();
        var info = Info(engine, command);
        var page = Page.Read(command);
        foreach (var parameter in OwnParameters(info))
        {
            var fields = page.Parameters[parameter.Name];
            var sets = parameter.ParameterSets;
            var pipe = (sets.Values.Any(s => s.ValueFromPipeline), sets.Values.Any(s => s.ValueFromPipelineByPropertyName)) switch
            {
                (true, true) => "True (ByPropertyName, ByValue)",
                (true, false) => "True (ByValue)",
                (false, true) => "True (ByPropertyName)",
                _ => "False",
            };
            var position = sets.Values.Select(s => s.Position).First();
            var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;

            Assert.Equal((parameter.Name, type.Name), (parameter.Name, fields["Type"]));
            Assert.Equal((parameter.Name, string.Join(", ", sets.Keys.Order()).Replace("__AllParameterSets", "(All)", StringComparison.Ordinal)), (parameter.Name, fields["Parameter Sets"]));
            Assert.Equal((parameter.Name, string.Join(", ", parameter.Aliases)), (parameter.Name, fields["Aliases"]));
            Assert.Equal((parameter.Name, sets.Values.Any(s => s.IsMandatory).ToString()), (parameter.Name, fields["Required"]));
            Assert.Equal((parameter.Name, position == int.MinValue ? "Named" : $"{position}"), (parameter.Name, fields["Position"]));
            Assert.Equal((parameter.Name, pipe), (parameter.Name, fields["Accept pipeline input"]));
            Assert.Equal((parameter.Name, parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any().ToString()), (parameter.Name, fields["Accept wildcard characters"]));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_has_examples_that_parse_and_use_only_what_there_is(string command)
    {
        using var engine = new EngineHost();
        var known = ModuleCommands.Infos(engine).ToDictionary(info => info.Name, StringComparer.OrdinalIgnoreCase);
        var examples = Page.Read(command).Examples;
        Assert.True(examples.Count >= 2, $"{command} has {examples.Count} examples");
        Assert.Contains(examples, example => example.Contains(command, StringComparison.Ordinal));

        foreach (var example in examples)
        {
            var ast = Parser.ParseInput(example, out _, out var errors);
            Assert.Empty(errors);
            foreach (var call in ast.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
            {
                if (call.GetCommandName() is not { } name || !name.Contains("-Travis", StringComparison.Ordinal))
                {
                    continue;
                }

                Assert.Contains(name, known.Keys);
                Assert.All(
                    call.CommandElements.OfType<CommandParameterAst>(),
                    parameter => Assert.Contains(parameter.ParameterName, known[name].Parameters.Keys));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_names_the_types_that_the_command_returns(string command)
    {
        using var engine = new EngineHost();

        foreach (var type in Info(engine, command).OutputType)
        {
            Assert.Contains($"### {type.Name}\n", Page.Read(command).Text, StringComparison.Ordinal);
        }
    }

    private static CmdletInfo Info(EngineHost engine, string command) => ModuleCommands.Infos(engine).Single(info => info.Name == command);

    private static IEnumerable<ParameterMetadata> OwnParameters(CmdletInfo info) =>
        info.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    /// <summary>A page in the schema of platyPS.</summary>
    private sealed partial record Page(string Text, IReadOnlyList<string> Examples, IReadOnlyDictionary<string, Dictionary<string, string>> Parameters)
    {
        public static Page Read(string command)
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", command + ".md")).Replace("\r", string.Empty, StringComparison.Ordinal);
            return new Page(
                text,
                [.. PowerShellFence().Matches(text).Select(match => match.Groups[1].Value)],
                ParameterBlock().Matches(text).ToDictionary(match => match.Groups[1].Value, match => Fields(match.Groups[2].Value)));
        }

        private static Dictionary<string, string> Fields(string yaml) => yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Trim());

        [GeneratedRegex("```powershell\n(.*?)\n```", RegexOptions.Singleline)]
        private static partial Regex PowerShellFence();

        [GeneratedRegex("^### -(\\w+)\n(?:(?!^###).)*?```yaml\n(.*?)\n```", RegexOptions.Singleline | RegexOptions.Multiline)]
        private static partial Regex ParameterBlock();
    }
}
