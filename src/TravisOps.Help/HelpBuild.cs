using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace TravisOps.Help;

/// <summary>
/// Makes the help files of a folder of pages: one MAML file of all <c>Verb-Noun.md</c>, and one text file of each
/// <c>about_*.md</c>. Other pages are not help.
/// </summary>
internal static partial class HelpBuild
{
    /// <summary>The name that the engine looks for: the assembly's, with this ending.</summary>
    public const string MamlFile = "TravisOps.dll-Help.xml";

    private const string TextEnding = ".help.txt";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes all files, or none when a page is broken.</summary>
    /// <returns>What is wrong, one for each broken page.</returns>
    public static IReadOnlyList<HelpException> Run(string docs, string output)
    {
        var problems = new List<HelpException>();
        var cmdlets = new List<CmdletPage>();
        var topics = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Directory.GetFiles(docs, "*.md").Order(StringComparer.Ordinal))
        {
            try
            {
                var name = Path.GetFileNameWithoutExtension(file);
                if (CmdletName().IsMatch(name))
                {
                    cmdlets.Add(CmdletPageReader.Read(MarkdownPage.Load(file)));
                }
                else if (name.StartsWith("about_", StringComparison.Ordinal))
                {
                    topics.Add(name + TextEnding, AboutTopic.Render(MarkdownPage.Load(file)));
                }
            }
            catch (HelpException e)
            {
                problems.Add(e);
            }
        }

        if (problems.Count > 0)
        {
            return problems;
        }

        Directory.CreateDirectory(output);
        MamlDocument.Of(cmdlets).Save(Path.Combine(output, MamlFile));
        foreach (var (name, text) in topics)
        {
            File.WriteAllText(Path.Combine(output, name), text, Utf8);
        }

        foreach (var stale in Directory.GetFiles(output, "about_*" + TextEnding).Where(file => !topics.ContainsKey(Path.GetFileName(file))))
        {
            File.Delete(stale);
        }

        return problems;
    }

    [GeneratedRegex(@"^[A-Z][a-zA-Z]+-[A-Z][a-zA-Z0-9]+$")]
    private static partial Regex CmdletName();
}
