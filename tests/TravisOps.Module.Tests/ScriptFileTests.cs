using System;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using TravisOps.Lab;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Scripts that no test can run here, or only in one of the two editions.</summary>
public sealed class ScriptFileTests
{
    public static TheoryData<string> Scripts =>
    [
        "TravisOps.psm1",
        "TravisOps.psd1",
        "build.ps1",
        .. Directory.GetFiles(PesterFolder, "*.ps1").Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    private static string PesterFolder => Path.Combine(Repository.Root, "tests", "Pester");

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_parses_and_uses_nothing_that_Windows_PowerShell_lacks(string name)
    {
        var ast = Parser.ParseFile(Path.Combine(Repository.Root, name), out _, out var errors);

        Assert.Empty(errors);
        Assert.DoesNotContain(
            ast.FindAll(_ => true, searchNestedScriptBlocks: true),
            node => node is TernaryExpressionAst or PipelineChainAst
                or BinaryExpressionAst { Operator: TokenKind.QuestionQuestion }
                or AssignmentStatementAst { Operator: TokenKind.QuestionQuestionEquals });
    }

    /// <summary>PowerShell cuts an unquoted -name:value in two on its way through a function to a program (its issue 6360).</summary>
    [Fact]
    public void The_build_script_passes_no_switch_with_a_colon_on_unquoted()
    {
        var calls = Parser.ParseFile(Path.Combine(Repository.Root, "build.ps1"), out _, out _)
            .FindAll(node => node is CommandAst call && call.GetCommandName() == "Invoke-DotNet", searchNestedScriptBlocks: true)
            .Cast<CommandAst>()
            .ToList();

        Assert.NotEmpty(calls);
        Assert.All(calls.SelectMany(call => call.CommandElements.OfType<CommandParameterAst>()), parameter => Assert.Null(parameter.Argument));
    }

    /// <summary>What the engine can tell of them without Pester: each of our commands and each of its parameters exists.</summary>
    [Fact]
    public void The_Pester_scripts_use_only_commands_and_parameters_that_there_are()
    {
        using var engine = new EngineHost();
        var known = ModuleCommands.Infos(engine).ToDictionary(info => info.Name, StringComparer.OrdinalIgnoreCase);
        var calls = Directory.GetFiles(PesterFolder, "*.ps1")
            .SelectMany(path => Parser.ParseFile(path, out _, out _).FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
            .Where(call => call.GetCommandName()?.Contains("-Travis", StringComparison.Ordinal) == true)
            .ToList();

        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.All(
            call.CommandElements.OfType<CommandParameterAst>(),
            parameter => Assert.Contains(parameter.ParameterName, known[call.GetCommandName()].Parameters.Keys)));
    }
}
