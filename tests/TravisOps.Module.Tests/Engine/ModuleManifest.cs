using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using TravisOps.Lab;

namespace TravisOps.Module.Tests.Engine;

/// <summary>What TravisOps.psd1 says, read as data.</summary>
internal static class ModuleManifest
{
    private static readonly Hashtable Data = Read();

    /// <summary>CmdletsToExport, sorted.</summary>
    public static IReadOnlyList<string> Commands { get; } = [.. ((object[])Data["CmdletsToExport"]!).Cast<string>().Order()];

    /// <summary>CmdletsToExport and AliasesToExport, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Commands.Concat(((object[])Data["AliasesToExport"]!).Cast<string>()).Order()];

    /// <summary>ModuleVersion.</summary>
    public static string Version => (string)Data["ModuleVersion"]!;

    /// <summary>FormatsToProcess, as full paths.</summary>
    public static IReadOnlyList<string> Formats { get; } =
        [.. ((object[])Data["FormatsToProcess"]!).Cast<string>().Select(path => Path.Combine(Repository.Root, path))];

    private static Hashtable Read()
    {
        var ast = Parser.ParseFile(Repository.ManifestPath, out _, out _);
        return (Hashtable)((HashtableAst)ast.Find(node => node is HashtableAst, searchNestedScriptBlocks: false)!).SafeGetValue();
    }
}
