using System;
using System.Linq;
using System.Xml.Linq;
using TravisOps.Help;
using Xunit;

namespace TravisOps.Core.Tests.Help;

public class CmdletPageTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static CmdletPage Read(string text) => CmdletPageReader.Read(MarkdownPage.Parse(text, HelpPages.CmdletFile));

    private static XElement Render() => MamlDocument.Of([Read(HelpPages.Cmdlet)]).Root!.Element(Command + "command")!;

    [Fact]
    public void Texts_come_out_without_marks()
    {
        var page = Read(HelpPages.Cmdlet);

        Assert.Equal(["Gets a thing."], page.Synopsis);
        Assert.Equal(["Gets things by -Name, see OpenSSH (https://www.openssh.com/).", "- one\n- two\n  - two and a half"], page.Description);
        var example = Assert.Single(page.Examples);
        Assert.Equal("Get-Thing a `\n    -Wait", example.Code);
        Assert.Equal(["Before.", "Name\n----\na", "After <this>."], example.Remarks);
        Assert.Equal([("Online Version:", "https://example.com/Get-Thing"), ("Manual", "https://example.com/manual")], page.Links);
    }

    [Fact]
    public void The_syntax_of_each_parameter_set_comes_from_the_parameters() =>
        Assert.Equal(
            [
                "Get-Thing [-Name] <String> [[-Path] <String[]>] [-Mode <Mode>] [-Wait] [-WhatIf] [<CommonParameters>]",
                "Get-Thing [[-Path] <String[]>] -Number <Int32> [-Mode <Mode>] [-Wait] [-WhatIf] [<CommonParameters>]",
            ],
            CmdletSyntax.Of(Read(HelpPages.Cmdlet)).Select(set => set.Text("Get-Thing")));

    [Fact]
    public void The_maml_says_what_the_page_says()
    {
        var command = Render();

        Assert.Equal(("Get", "Thing"), (command.Descendants(Command + "verb").Single().Value, command.Descendants(Command + "noun").Single().Value));
        Assert.Equal(2, command.Descendants(Command + "syntaxItem").Count());
        var name = command.Element(Command + "parameters")!.Elements().Single(p => p.Element(Maml + "name")!.Value == "Name");
        Assert.Equal(
            ("true", "true", "True (ByPropertyName, ByValue)", "0", "Id, N"),
            ((string)name.Attribute("required")!, (string)name.Attribute("globbing")!, (string)name.Attribute("pipelineInput")!, (string)name.Attribute("position")!, (string)name.Attribute("aliases")!));
        Assert.Equal(["Which.", "More of it."], name.Element(Maml + "description")!.Elements().Select(para => para.Value));
        Assert.Equal(
            ["Mode Slow", "Name None", "Number None", "Path None", "Wait False", "WhatIf False"],
            command.Element(Command + "parameters")!.Elements().Select(p => p.Element(Maml + "name")!.Value + " " + p.Element(Dev + "defaultValue")!.Value));
        var mode = command.Descendants(Command + "syntaxItem").First().Elements(Command + "parameter").Single(p => p.Element(Maml + "name")!.Value == "Mode");
        Assert.Equal(["Slow", "Fast"], mode.Element(Command + "parameterValueGroup")!.Elements().Select(value => value.Value));
    }

    [Theory]
    [InlineData("schema: 2.0.0\n", "", 1, "'schema: 2.0.0' is expected in the front matter")]
    [InlineData("# Get-Thing\n", "# Get-Things\n", 8, "the heading is 'Get-Things' and the file is 'Get-Thing'")]
    [InlineData("# Get-Thing\n", "Text.\n\n# Get-Thing\n", 8, "the page begins with its only '# ' heading")]
    [InlineData("## NOTES", "## NOTE", 146, "unknown section 'NOTE'")]
    [InlineData("## NOTES", "## INPUTS", 146, "twice or in the wrong place")]
    [InlineData("## NOTES\nA note.\n", "## NOTES\n# Get-Thing\n", 147, "only '# ' heading")]
    [InlineData("## DESCRIPTION\n", "", 8, "'## DESCRIPTION' is missing")]
    [InlineData("Gets a *thing*.\n", "", 10, "no text under 'SYNOPSIS'")]
    [InlineData("### Example 1: By name", "### By name", 36, "'### Example 1: ' and a title are expected")]
    [InlineData("```powershell", "```ps", 36, "no ```powershell block")]
    [InlineData("-Mode <Mode>] [-Wait]", "-Wait]", 13, "does not agree with the parameters")]
    [InlineData("After `<this>`.", "After <this>.", 50, "'<this>' is taken for HTML")]
    [InlineData("Position: 1\n", "Position: first\n", 100, "'Position' of -Path is 'first'")]
    [InlineData("Type: Int32\n", "", 88, "'Type: ' is missing in the yaml of -Number")]
    [InlineData("Type: Int32\n", "Typ: Int32\n", 89, "found 'Typ: Int32'. Keys: Type, Parameter Sets")]
    [InlineData("Aliases: wi\n", "Aliases: n\n", 52, "-N is there twice")]
    [InlineData("The number.\n", "", 85, "-Number has no description")]
    [InlineData("### -Number\n", "### Number\n", 85, "'### -ParameterName' is expected")]
    [InlineData("### System.String\nA name.\n", "A name.\n", 139, "a '### ' heading is expected under 'INPUTS'")]
    [InlineData("(https://example.com/manual)", "(Get-Nothing.md)", 151, "the link leads to 'Get-Nothing.md'")]
    public void A_broken_page_is_an_error_with_its_line(string old, string replacement, int line, string expected)
    {
        Assert.Contains(old, HelpPages.Cmdlet, StringComparison.Ordinal);
        var at = HelpPages.Cmdlet.LastIndexOf(old, StringComparison.Ordinal);
        var text = HelpPages.Cmdlet[..at] + replacement + HelpPages.Cmdlet[(at + old.Length)..];

        var error = Assert.Throws<HelpException>(() => Read(text));

        Assert.StartsWith($"{HelpPages.CmdletFile}({line}): error HELP: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
