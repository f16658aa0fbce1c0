using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using TravisOps.Core.Tests.Installations;
using TravisOps.Help;
using Xunit;

namespace TravisOps.Core.Tests.Help;

public class HelpBuildTests
{
    [Fact]
    public void Cmdlets_go_into_one_file_topics_into_theirs_and_other_pages_nowhere()
    {
        using var folder = new TemporaryFolder();
        folder.Write("docs/Get-Thing.md", HelpPages.Cmdlet);
        folder.Write("docs/about_Things.md", HelpPages.About);
        folder.Write("docs/ARCHITECTURE.md", "No help at all.");
        folder.Write("en-US/about_Gone.help.txt", "from a page that was removed");

        Assert.Empty(HelpBuild.Run(folder.File("docs"), folder.File("en-US")));

        Assert.Equal(["TravisOps.dll-Help.xml", "about_Things.help.txt"], Directory.GetFiles(folder.File("en-US")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Single(XDocument.Load(folder.File("en-US/TravisOps.dll-Help.xml")).Root!.Elements());
    }

    [Fact]
    public void Every_broken_page_is_told_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        folder.Write("docs/Get-Thing.md", HelpPages.Cmdlet);
        folder.Write("docs/Get-Other.md", "# Get-Other\n");
        folder.Write("docs/about_Things.md", "# about_Other\n");

        var problems = HelpBuild.Run(folder.File("docs"), folder.File("en-US"));

        Assert.Equal(
            [folder.File("docs/Get-Other.md") + "(1)", folder.File("docs/about_Things.md") + "(1)"],
            problems.Select(problem => problem.Message[..(problem.Message.IndexOf(')', StringComparison.Ordinal) + 1)]));
        Assert.False(Directory.Exists(folder.File("en-US")));
    }

    [Fact]
    public void A_link_to_a_page_beside_is_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("docs/Get-Thing.md", HelpPages.Cmdlet + "\n\n[about_Things](about_Things.md)\n");
        folder.Write("docs/about_Things.md", HelpPages.About);

        Assert.Empty(HelpBuild.Run(folder.File("docs"), folder.File("en-US")));
        Assert.Contains("about_Things", File.ReadAllText(folder.File("en-US/TravisOps.dll-Help.xml")), StringComparison.Ordinal);
    }
}
