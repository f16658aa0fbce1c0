using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

public sealed partial class FormatTests
{
    private const int Columns = 120;
    private const int LeastForText = 40;

    [Fact]
    public void Every_type_that_a_command_returns_has_a_view()
    {
        using var engine = new EngineHost();
        var returned = ModuleCommands.Infos(engine).SelectMany(info => info.OutputType).Select(type => type.Name);

        Assert.Subset(Views().Select(view => view.Type).ToHashSet(), returned.ToHashSet());
    }

    [Fact]
    public void A_view_shows_only_properties_that_the_type_has()
    {
        using var engine = new EngineHost();
        foreach (var (type, view) in Views())
        {
            var properties = TypeNamed(engine, type).GetProperties().Select(property => property.Name).ToHashSet();

            Assert.Subset(properties, view.Descendants("PropertyName").Select(element => element.Value).ToHashSet());
        }
    }

    [Fact]
    public void A_view_fits_the_width_and_leaves_room_for_what_wraps()
    {
        foreach (var (type, view) in Views())
        {
            var widths = view.Descendants("TableColumnHeader").Select(header => (int?)header.Element("Width")).ToList();
            var free = Columns - widths.Sum(width => width ?? 0) - (widths.Count - 1);

            Assert.True(widths.Contains(null) ? free >= LeastForText : free >= 0, $"{type}: {free} columns left");
        }
    }

    /// <summary>The shell runs a view's script in the strict mode of whoever looks, and leaves out a column whose script fails.</summary>
    [Fact]
    public void A_view_shows_what_is_not_known_also_in_strict_mode()
    {
        using var engine = new EngineHost();
        foreach (var (type, view) in Views())
        {
            var unknown = Unknown(TypeNamed(engine, type));
            foreach (var script in view.Descendants("ScriptBlock").Select(element => element.Value))
            {
                var result = engine.Run(
                    "param($unknown, $script) Set-StrictMode -Version Latest; $unknown | ForEach-Object ([scriptblock]::Create($script))",
                    ("unknown", unknown),
                    ("script", script));

                Assert.True(result.Errors.Count == 0, $"{type}: {script.Trim()}: {result.AllText}");
            }
        }
    }

    [Fact]
    public void A_table_on_the_screen_has_no_line_over_120_columns()
    {
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);

        engine.Run("""
            $i = New-TravisInstallation production platform.some-very-long-domain-name.example.com 'worker-[01:03].some-very-long-domain-name.example.com'
            $i | Out-Default
            $i.Hosts | Out-Default
            """).ThrowIfFailed();

        Assert.Contains("PublicHostName", host.Screen, StringComparison.Ordinal);
        Assert.All(Colour().Replace(host.Screen, string.Empty).Split('\n'), line => Assert.True(line.TrimEnd().Length <= Columns, line));
    }

    [Fact]
    public void A_known_issue_that_is_over_is_shown_without_the_fix_that_ends_builds()
    {
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);
        var log = Path.GetTempFileName();
        File.WriteAllText(log, "time=\"2018-04-18T12:14:22Z\" level=error msg=\"couldn't connect to AMQP\" err=\"Exception (403) Reason: \\\"username or password not allowed\\\"\"\ntime=\"2018-04-18T12:15:30Z\" level=info msg=\"worker started\"\n");

        engine.Run("param($log) Find-TravisKnownIssue -Path $log | Out-Default", ("log", log)).ThrowIfFailed();
        File.Delete(log);

        Assert.Contains("Over since 2018-04-18 12:15: nothing to do.", host.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Fix:", host.Screen, StringComparison.Ordinal);
    }

    private static List<(string Type, XElement View)> Views() =>
        [.. ModuleManifest.Formats.SelectMany(path => XDocument.Load(path).Descendants("View")).Select(view => (view.Element("ViewSelectedBy")!.Element("TypeName")!.Value, view))];

    /// <summary>PowerShell 7 colours the headers of every table.</summary>
    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colour();

    /// <summary>A result of which nothing is known that need not be: null where that is allowed, and nothing in what holds several.</summary>
    private static PSObject Unknown(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var unknown = new PSObject();
        foreach (var property in type.GetProperties())
        {
            var ofType = property.PropertyType;
            object? value = nullability.Create(property).ReadState == NullabilityState.Nullable ? null
                : ofType.IsEnum ? Enum.GetNames(ofType)[0]
                : ofType.IsValueType ? Activator.CreateInstance(ofType)
                : ofType == typeof(string) ? string.Empty
                : typeof(IEnumerable<KeyValuePair<string, string>>).IsAssignableFrom(ofType) ? new PSObject()
                : typeof(IEnumerable).IsAssignableFrom(ofType) ? Array.Empty<object>()
                : Unknown(ofType);
            unknown.Properties.Add(new PSNoteProperty(property.Name, value));
        }

        return unknown;
    }

    private static Type TypeNamed(EngineHost engine, string name)
    {
        var module = ModuleCommands.All(engine)[0].Assembly;
        var core = ModuleCommands.All(engine).SelectMany(type => type.GetProperties()).First(property => property.Name == "Installation").PropertyType.GetElementType()!.Assembly;
        return module.GetType(name) ?? core.GetType(name, throwOnError: true)!;
    }
}
