using System;
using System.Globalization;
using TravisOps.Applications;

namespace TravisOps.Checks.Application;

internal sealed class ApiCheck() : ApplicationCheck(
    "Application.Api",
    "Whether Travis' API works, which asks its database: https://HOST/api/uptime, asked on the platform at te-main's port 443",
    "200 OK",
    "Travis CI Enterprise 2.x documentation, troubleshooting; travis-ci/travis-api (source)")
{
    private protected override Finding Judge(ApplicationFacts facts, string? cut)
    {
        var said = facts.UptimeText.Length == 0 ? string.Empty : $" ({facts.UptimeText})";
        return facts.Uptime switch
        {
            null => new Finding(CheckStatus.Unknown, $"Could not be looked at: {(facts.UptimeText.Length > 0 ? facts.UptimeText : cut ?? "the answer tells nothing of /api/uptime")}.")
            {
                Remedy = "From another machine: curl -sS -k https://HOST/api/uptime; the ports: Get-TravisDockerBindings",
            },
            200 when facts.UptimeText is "" or "OK" => new Finding(CheckStatus.Pass, "The API answers 200 OK, so it has its database.") { Actual = "200 OK", Line = "uptime 200" },
            0 => new Finding(CheckStatus.Fail, $"Nobody answers at te-main's port 443{said}: the API, or the web server before it, does not run.")
            {
                Actual = "no answer",
                Line = "uptime 000",
                Remedy = "sudo tail -n 50 /var/travis/log/travis.log; then: replicatedctl app stop --attach && replicatedctl app start --attach",
            },
            { } status => new Finding(CheckStatus.Fail, $"The API answers {status.ToString(CultureInfo.InvariantCulture)}{said}: {(facts.UptimeText.StartsWith("Error", StringComparison.Ordinal) ? "its database does not answer it" : "travis-api or its database does not work")}.")
            {
                Actual = $"{status.ToString(CultureInfo.InvariantCulture)} {facts.UptimeText}",
                Line = $"uptime {status.ToString(CultureInfo.InvariantCulture)} {facts.UptimeText}",
                Remedy = "sudo tail -n 50 /var/travis/log/travis.log; df -h /var/travis; then: replicatedctl app stop --attach && replicatedctl app start --attach",
            },
        };
    }
}
