using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace TravisOps.Help;

/// <summary>The help of cmdlets in the XML that Get-Help reads in Windows PowerShell and PowerShell 7 ("MAML"), element by element as platyPS writes it.</summary>
internal static class MamlDocument
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Of(IEnumerable<CmdletPage> pages) =>
        new(new XDeclaration("1.0", "utf-8", null), new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), pages.Select(CommandElement)));

    private static XElement CommandElement(CmdletPage page)
    {
        var dash = page.Name.IndexOf('-', StringComparison.Ordinal);
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", page.Name),
                new XElement(Command + "verb", page.Name[..dash]),
                new XElement(Command + "noun", page.Name[(dash + 1)..]),
                Description(page.Synopsis)),
            Description(page.Description),
            new XElement(Command + "syntax", CmdletSyntax.Of(page).Select(set => SyntaxItem(page.Name, set))),
            new XElement(Command + "parameters", page.Parameters.OrderBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase).Select(parameter => Parameter(parameter, parameter.Facts[0], inSyntax: false))),
            new XElement(Command + "inputTypes", page.Inputs.Select(type => Type("inputType", type))),
            new XElement(Command + "returnValues", page.Outputs.Select(type => Type("returnValue", type))),
            page.Notes.Count > 0 ? new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))) : null,
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Command + "relatedLinks", page.Links.Select(Link)));
    }

    private static XElement SyntaxItem(string cmdlet, CmdletSyntax set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet),
        set.Parameters.Select(pair => Parameter(pair.Parameter, pair.Facts, inSyntax: true)));

    private static XElement Parameter(CmdletParameter parameter, ParameterFacts facts, bool inSyntax)
    {
        // Get-Help shows a value group in place of the type, {Auto | None}, and nothing behind a switch.
        var group = inSyntax && facts.AcceptedValues.Count > 0
            ? new XElement(Command + "parameterValueGroup", facts.AcceptedValues.Select(value => Value(value, required: false)))
            : null;
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Word(facts.Required)),
            new XAttribute("variableLength", "true"),
            new XAttribute("globbing", Word(facts.Wildcards)),
            new XAttribute("pipelineInput", facts.PipelineInput),
            new XAttribute("position", facts.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", facts.Aliases.Count > 0 ? string.Join(", ", facts.Aliases) : "none"),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", Paragraphs(parameter.Description)),
            group,
            inSyntax && facts.IsSwitch ? null : Value(facts.Type, required: !facts.IsSwitch),
            new XElement(Dev + "type", new XElement(Maml + "name", facts.Type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", facts.DefaultValue));
    }

    private static XElement Value(string text, bool required) => new(
        Command + "parameterValue",
        new XAttribute("required", Word(required)),
        new XAttribute("variableLength", "false"),
        text);

    private static XElement Type(string element, CmdletType type) => new(
        Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name)),
        Description(type.Description));

    private static XElement Example(CmdletExample example) => new(
        Command + "example",
        new XElement(Maml + "title", Ruled(example.Title)),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraphs(example.Remarks)));

    private static XElement Link((string Text, string Uri) link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Text),
        new XElement(Maml + "uri", link.Uri));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(text => new XElement(Maml + "para", text));

    // Titles stand between rules, as in the help of PowerShell itself.
    private static string Ruled(string title)
    {
        const int Width = 64;
        var rule = new string('-', Math.Max(2, (Width - title.Length - 2) / 2));
        return $"{rule} {title} {rule}";
    }

    private static string Word(bool value) => value ? "true" : "false";
}
