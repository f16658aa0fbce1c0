using System.IO;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace TravisOps.Core.Tests.Reports;

/// <summary>Debian's Chromium, started once for the tests of a class; they are skipped where it is not installed.</summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;

    public IBrowser Browser
    {
        get
        {
            Assert.SkipUnless(field is not null, $"Chromium is not installed at {Chromium}.");
            return field!;
        }

        private set;
    }

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Chromium))
        {
            _playwright = await Playwright.CreateAsync();
            Browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Chromium,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_playwright is not null)
        {
            await Browser.CloseAsync();
            _playwright.Dispose();
        }
    }
}
