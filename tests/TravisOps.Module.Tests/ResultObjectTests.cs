using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Results as ConvertTo-Json and Export-Csv find them: the engine's own properties, and words where the core has enums.</summary>
public sealed class ResultObjectTests
{
    private static readonly string Recording = Path.Combine(AppContext.BaseDirectory, "Recorded", "faulty");

    [Theory]
    [InlineData("Invoke-TravisPreflight", "TravisOps.Checks.CheckResult")]
    [InlineData("Test-TravisConnection", "TravisOps.Connections.TravisConnectionResult")]
    public void A_result_has_words_and_no_numbers_for_what_is_one_of_a_few(string command, string type)
    {
        using var engine = new EngineHost();

        var result = engine.Run($"param($path) {command} -EvidencePath $path -ErrorAction SilentlyContinue", ("path", Recording));

        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, one => Assert.Equal(type, one.TypeNames[0]));
        Assert.All(result.Output, one => Assert.IsType<PSCustomObject>(one.BaseObject));
        Assert.DoesNotContain(result.Output.SelectMany(one => one.Properties), property => property.Value is Enum);
        Assert.All(result.Output, one => Assert.IsType<string>(one.Properties["Status"].Value));
        Assert.Equal(["Platform", "Worker"], result.Property<string>("Role").Distinct().Order());
    }

    [Fact]
    public void Words_are_compared_as_enums_were()
    {
        using var engine = new EngineHost();

        var result = engine.Run(
            "param($path) Invoke-TravisPreflight -EvidencePath $path -ErrorAction SilentlyContinue | Where-Object Status -eq fail | Where-Object Role -in Worker",
            ("path", Recording));

        Assert.Contains("Hardware.Memory", result.Property<string>("Id"));
        Assert.All(result.Property<string>("Status"), status => Assert.Equal("Fail", status));
    }

    [Fact]
    public void A_table_shows_numbers_as_the_messages_do_whatever_the_language()
    {
        var host = new RecordingHost();
        using var engine = new EngineHost(host: host);

        engine.Run(
            """
            param($path)
            $culture = [System.Threading.Thread]::CurrentThread.CurrentCulture
            try {
                [System.Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo]::new('de-DE')
                Test-TravisConnection -EvidencePath $path | Out-Default
                Invoke-TravisPreflight -EvidencePath $path -Role Platform -ErrorAction SilentlyContinue | Out-Default
            }
            finally {
                [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture
            }
            """,
            ("path", Recording));

        Assert.Contains("0.0 s", host.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("0,0 s", host.Screen, StringComparison.Ordinal);
        Assert.Contains("Replicated.Preflight.operating-  ", host.Screen, StringComparison.Ordinal);
    }
}
