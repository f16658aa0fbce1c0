using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace TravisOps.Reports;

/// <summary>The support request as Markdown (CommonMark), to be read as it is or pasted into a mail.</summary>
public static class RequestMarkdown
{
    /// <summary>What stands where nobody answered.</summary>
    public const string NotAnswered = "*Not answered.*";

    private const string Special = "\\`*_{}[]<>#|&~";

    /// <summary>The text; lines end with a line feed.</summary>
    public static string Write(SupportRequest request)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        var text = new StringBuilder();
        text.Append("# Support request: ").Append(Inline(request.Installation)).Append("\n\n");
        text.AppendFormat(CultureInfo.InvariantCulture, "Written {0:yyyy-MM-dd HH:mm} UTC by TravisOps {1}. ", request.CreatedAt, Inline(request.ToolVersion));
        text.Append("Read [index.html](./index.html) first: status, failures, ports and changes at a glance.\n\n");
        foreach (var question in RequestQuestions.All)
        {
            var answer = request.Answers.FirstOrDefault(one => one.Question.Key == question.Key) ?? new RequestAnswer(question);
            text.Append("## ").Append(question.Heading).Append("\n\n").Append(question.Question).Append("\n\n");
            Append(text, answer);
        }

        text.Append("## Anything else\n\n");
        AppendSaid(text, request.Notes);
        if (request.Notes.Count == 0)
        {
            text.Append(NotAnswered).Append("\n\n");
        }

        AppendCompleteness(text, request.Completeness);
        foreach (var source in request.UnreadSecretSources)
        {
            text.Append("- ").Append(Line(source)).Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, RequestAnswer answer)
    {
        if (answer.IsOpen)
        {
            text.Append(NotAnswered).Append("\n\n");
            return;
        }

        AppendSaid(text, answer.Said);
        foreach (var found in answer.Found)
        {
            text.Append("- ").Append(Line(found.Text)).Append(Links(found.Files)).Append('\n');
        }

        if (answer.Found.Count > 0)
        {
            text.Append('\n');
        }
    }

    // A quotation: what a person said stays apart from what was measured.
    private static void AppendSaid(StringBuilder text, IReadOnlyList<string> said)
    {
        foreach (var one in said)
        {
            foreach (var line in VisibleText.Of(one).Split('\n'))
            {
                text.Append("> ").Append(Line(line)).Append("  \n");
            }

            text.Append('\n');
        }
    }

    private static void AppendCompleteness(StringBuilder text, ReportCompleteness completeness)
    {
        text.Append("## What is in this bundle\n\n");
        text.AppendFormat(CultureInfo.InvariantCulture, "{0} of {1} things that were expected from the machines are there ({2} %).\n\n", completeness.Received, completeness.Expected, completeness.Percent);
        foreach (var gap in completeness.Gaps)
        {
            text.Append("- Missing from ").Append(Inline(gap.ComputerName)).Append(": ").Append(Inline(gap.Item)).Append(". ").Append(Inline(gap.Reason)).Append('\n');
        }
    }

    private static string Links(IReadOnlyList<string> files) => files.Count == 0
        ? string.Empty
        : " (" + string.Join(", ", files.Select(file => $"[{Inline(file)}]({RelativeLink.To(file)})")) + ")";

    /// <summary>The text on one line, with nothing in it that Markdown, or HTML inside it, would take for its own.</summary>
    private static string Inline(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in VisibleText.Of(text).Trim())
        {
            if (Special.IndexOf(letter) >= 0)
            {
                plain.Append('\\');
            }

            plain.Append(letter is '\n' or '\t' ? ' ' : letter);
        }

        return plain.ToString();
    }

    /// <summary>The same at the beginning of a line, where a dash, a sign or a number and a point would begin a list, a heading or a rule.</summary>
    private static string Line(string text)
    {
        var line = Inline(text);
        var digits = line.TakeWhile(char.IsDigit).Count();
        return line.Length > 0 && line[0] is '-' or '+' or '=' ? "\\" + line
            : digits > 0 && digits < line.Length && line[digits] is '.' or ')' ? line.Insert(digits, "\\")
            : line;
    }
}
