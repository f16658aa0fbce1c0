using System;
using TravisOps.Help;
using Xunit;

namespace TravisOps.Core.Tests.Help;

public class AboutTopicTests
{
    private static string Render(string text) => AboutTopic.Render(MarkdownPage.Parse(text, HelpPages.AboutFile));

    [Fact]
    public void A_topic_becomes_plain_text_of_eighty_columns()
    {
        var text = Render(HelpPages.About);

        Assert.Equal(
            """
            TOPIC
                about_Things

            SHORT DESCRIPTION
                What things are.

            LONG DESCRIPTION
                A long paragraph that has to be wrapped, because it is longer than the
                eighty columns that a terminal has.

              First steps

                1. Make a thing that is described in an item which is far too long for one
                   line of a terminal.
                2. Look at it:

                     Get-Thing

                - a
                - b

                Mode  Meaning
                ----  -------
                Slow  not now

            SEE ALSO
                - Get-Thing

            """.ReplaceLineEndings("\n"),
            text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_wide_table_is_wrapped_in_its_last_column_or_told_row_by_row()
    {
        var text = Render(HelpPages.About.Replace(
            "| Slow | not now |",
            "| Slow | not now, and when it comes it comes in a sentence that is longer than a terminal is wide |\n\n"
            + "| Id | Looks at everything that is there to be looked at | Wants |\n|--|--|--|\n| One | this thing here | `a` or b |\n| Two | | nothing that would need a word |",
            StringComparison.Ordinal));

        Assert.Contains(
            """
                Mode  Meaning
                ----  ------------------------------------------------------------------
                Slow  not now, and when it comes it comes in a sentence that is longer
                      than a terminal is wide

                One
                  Looks at everything that is there to be looked at: this thing here
                  Wants: a or b

                Two
                  Wants: nothing that would need a word

            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_fifth_line_is_what_get_help_takes_for_the_synopsis() =>
        Assert.Equal("    What things are.", Render(HelpPages.About).Split('\n')[4]);

    [Theory]
    [InlineData("## SHORT DESCRIPTION", "## Summary", 3, "the first section is '## SHORT DESCRIPTION'")]
    [InlineData("What things are.", "What things are.\n\nAnd more.", 3, "one paragraph")]
    [InlineData("What things are.", "What things are, and what they are for, and how they are made, in one line too long.", 3, "at most 76 characters")]
    [InlineData("# about_Things", "# about_Thing", 1, "the heading is 'about_Thing'")]
    public void A_topic_that_get_help_could_not_show_is_an_error(string old, string replacement, int line, string expected)
    {
        var error = Assert.Throws<HelpException>(() => Render(HelpPages.About.Replace(old, replacement, StringComparison.Ordinal)));
        Assert.StartsWith($"{HelpPages.AboutFile}({line}): error HELP: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
