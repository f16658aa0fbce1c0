using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>What the build made of the pages in docs/ is what the real Get-Help finds and shows.</summary>
public sealed partial class GetHelpTests
{
    public static TheoryData<string> Commands => [.. ModuleManifest.Commands];

    public static TheoryData<string> Topics => [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "about_*.md").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Get_Help_shows_the_page_and_not_a_makeshift(string command)
    {
        using var engine = new EngineHost();
        var help = engine.Run("param($name) Get-Help $name -Full", ("name", command)).ThrowIfFailed().Output.Single();

        // Without a help file the engine puts the syntax here.
        Assert.DoesNotContain(command, (string)help.Properties["Synopsis"].Value, StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", command + ".md"));
        Assert.Equal(Regex.Count(page, "^### Example ", RegexOptions.Multiline), Members(help, "examples", "example").Length);
        Assert.All(Members(help, "examples", "example"), example => Assert.Contains(command, $"{example.Properties["code"].Value}", StringComparison.Ordinal));
        Assert.All(Members(help, "parameters", "parameter"), parameter => Assert.NotEmpty($"{((PSObject[])parameter.Properties["description"].Value)[0].Properties["Text"].Value}"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_syntax_in_the_help_is_that_of_the_command(string command)
    {
        using var engine = new EngineHost();
        var help = engine.Run("param($name) Get-Help $name -Full", ("name", command)).ThrowIfFailed().Output.Single();
        var info = ModuleCommands.Infos(engine).Single(info => info.Name == command);

        var shown = Members(help, "syntax", "syntaxItem").Select(item => Normal(Values(item.Properties["parameter"].Value).Select(Shown)));

        Assert.Equal(info.ParameterSets.Select(Actual).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_finds_the_topic_and_its_short_description(string topic)
    {
        using var engine = new EngineHost();
        var help = engine.Run("param($name) Get-Help $name", ("name", topic)).ThrowIfFailed().Output.Single();

        Assert.StartsWith("TOPIC", (string)help.BaseObject, StringComparison.Ordinal);
        Assert.NotEmpty($"{help.Properties["Synopsis"].Value}");
    }

    private static string Shown(PSObject parameter)
    {
        var isPositional = !string.Equals($"{parameter.Properties["position"].Value}", "named", StringComparison.OrdinalIgnoreCase);
        return Part($"{parameter.Properties["name"].Value}", parameter.Properties["parameterValue"] is not null, isPositional, $"{parameter.Properties["required"].Value}" == "true");
    }

    // The engine's own line, without the types: it writes int where a page writes Int32.
    private static string Actual(CommandParameterSetInfo set) =>
        Normal(ParameterPart().Matches(TypeName().Replace(set.ToString(), string.Empty)).Select(match => match.Value));

    // Positional parameters keep their order; the others have the order of the source there and that of the alphabet here.
    private static string Normal(IEnumerable<string> parts) =>
        string.Join(' ', parts.OrderBy(part => part.Contains("] <>", StringComparison.Ordinal) ? string.Empty : part, StringComparer.Ordinal));

    private static string Part(string name, bool hasValue, bool isPositional, bool isRequired)
    {
        var text = (isPositional && hasValue ? $"[-{name}]" : $"-{name}") + (hasValue ? " <>" : string.Empty);
        return isRequired ? text : $"[{text}]";
    }

    private static PSObject[] Members(PSObject help, string outer, string inner) =>
        Values(((PSObject)help.Properties[outer].Value).Properties[inner].Value);

    private static PSObject[] Values(object value) => value as PSObject[] ?? [(PSObject)value];

    [GeneratedRegex("(?<=<)[^<>]+(?=>)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\[\[-\w+\] <>\]|\[-\w+\] <>|\[-\w+(?: <>)?\]|-\w+(?: <>)?")]
    private static partial Regex ParameterPart();
}
