using System.Linq;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TravisOps.Reports;
using Xunit;

namespace TravisOps.Core.Tests.Reports;

public class RequestMarkdownTests
{
    [Fact]
    public void A_question_that_nobody_answered_says_so()
    {
        var text = RequestMarkdown.Write(Request());

        Assert.Equal(RequestQuestions.All.Count + 1, text.Split(RequestMarkdown.NotAnswered).Length - 1);
        Assert.All(RequestQuestions.All, question => Assert.Contains("## " + question.Heading + "\n", text));
    }

    [Fact]
    public void What_a_person_said_is_quoted_and_what_was_found_links_to_its_proof()
    {
        var document = Markdown.Parse(RequestMarkdown.Write(Request(
            new RequestAnswer(RequestQuestions.NotRunning) { Said = ["builds stay queued\nsince 02:40"] },
            new RequestAnswer(RequestQuestions.Iaas) { Found = [new("Amazon EC2", ["platform/dmi info.txt"])] })));

        Assert.Single(document.Descendants<QuoteBlock>());
        Assert.Contains(document.Descendants<LinkInline>(), link => link.Url == "./platform/dmi%20info.txt");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("# heading\n- item\n1. number\n***\n---\n===")]
    [InlineData("[link](http://evil.test) ![image](http://evil.test/x.png) <http://evil.test>")]
    [InlineData("`code` ~~~\n    indented\n| a | b |")]
    [InlineData("a\\")]
    [InlineData("&lt;b&gt; \u001b[31m")]
    public void Nothing_that_was_said_or_found_is_taken_for_markdown(string text)
    {
        var answers = new[] { new RequestAnswer(RequestQuestions.NotRunning) { Said = [text], Found = [new(text, [])] } };
        var document = Markdown.Parse(RequestMarkdown.Write(Request(answers) with { Installation = text, Notes = [text] }));

        Assert.Empty(document.Descendants<HtmlBlock>());
        Assert.Empty(document.Descendants<HtmlInline>());
        Assert.Empty(document.Descendants<CodeBlock>());
        Assert.Empty(document.Descendants<ThematicBreakBlock>());
        Assert.Empty(document.Descendants<AutolinkInline>());
        Assert.Equal("./index.html", Assert.Single(document.Descendants<LinkInline>()).Url);
        Assert.Equal(RequestQuestions.All.Count + 3, document.Descendants<HeadingBlock>().Count());
        Assert.DoesNotContain(document.Descendants<ListBlock>(), list => list.IsOrdered);
        Assert.Equal(2, document.Descendants<ListItemBlock>().Count());
    }

    private static SupportRequest Request(params RequestAnswer[] answers) => new()
    {
        Installation = "production",
        CreatedAt = ReportSample.Now,
        ToolVersion = "0.1.0",
        Answers = answers,
        Completeness = new(2, 1, [new("worker-1", "log", "no answer")]),
    };
}
