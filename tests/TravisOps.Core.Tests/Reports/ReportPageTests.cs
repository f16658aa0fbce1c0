using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using TravisOps.Reports;
using TravisOps.Core.Tests.Installations;
using Xunit;

namespace TravisOps.Core.Tests.Reports;

/// <summary>The page in a real browser.</summary>
public sealed class ReportPageTests(ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _requests = [];
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_loads_nothing_and_runs_nothing_even_with_hostile_text()
    {
        var page = await OpenAsync(ReportSample.Report(ReportSample.Hostile), new());

        Assert.Equal(["index.html"], _requests.Select(Path.GetFileName).Distinct());
        Assert.Empty(_said);
        Assert.StartsWith("Support bundle: production <script>", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("script, img, iframe, object, link").CountAsync());
        Assert.True(await page.Locator("#failures").IsVisibleAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Contrast_tables_and_landmarks_are_right(ColorScheme scheme)
    {
        var page = await OpenAsync(ReportSample.Report(), new() { ColorScheme = scheme });
        await page.Locator("details").EvaluateAllAsync<object?>("all => { all.forEach(one => one.open = true); return null; }");

        var violations = (await page.RunAxe()).Violations;

        Assert.True(violations.Length == 0, string.Join("\n", violations.Select(one => $"{one.Id}: {one.Help}: {string.Join(" | ", one.Nodes.Select(node => node.Html))}")));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1200)]
    public async Task It_fits_the_screen_and_only_tables_scroll_sideways(int width)
    {
        var page = await OpenAsync(ReportSample.Report("a-very-long-word-" + new string('x', 200)), new() { ViewportSize = new() { Width = width, Height = 800 } });

        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task It_works_without_JavaScript()
    {
        var page = await OpenAsync(ReportSample.Report(), new() { JavaScriptEnabled = false });

        await page.Locator("summary", new() { HasTextString = "as a table" }).ClickAsync();

        Assert.True(await page.GetByRole(AriaRole.Columnheader, new() { Name = "What answered" }).IsVisibleAsync());
    }

    [Fact]
    public async Task Print_shows_what_the_screen_folds_away()
    {
        var page = await OpenAsync(ReportSample.Report(), new());
        var folded = page.GetByRole(AriaRole.Cell, new() { Name = "Hardware.Memory is Fail: as it is" });
        Assert.False(await folded.IsVisibleAsync());

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.True(await folded.IsVisibleAsync());
    }

    private async Task<IPage> OpenAsync(SupportReport report, BrowserNewContextOptions options)
    {
        var path = Path.Combine(_folder.Path, "index.html");
        using (var file = File.Create(path))
        {
            HtmlReport.Write(report, file);
        }

        var context = await chromium.Browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.Request += (_, request) => _requests.Add(request.Url);
        page.Console += (_, message) => _said.Add(message.Text);
        page.PageError += (_, error) => _said.Add(error);
        page.Dialog += (_, dialog) => _said.Add(dialog.Message);
        await page.GotoAsync(new Uri(path).AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        return page;
    }
}
