using System.IO;
using System.Management.Automation.Language;
using TravisOps.Lab;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Scripts that no test can run here, or only in one of the two editions.</summary>
public sealed class ScriptFileTests
{
    [Theory]
    [InlineData("TravisOps.psm1")]
    [InlineData("TravisOps.psd1")]
    [InlineData("build.ps1")]
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
}
