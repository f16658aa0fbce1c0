using System.Collections.Generic;
using TravisOps.Applications;
using TravisOps.Checks.Preflight;
using TravisOps.Evidence;

namespace TravisOps.Checks.Application;

/// <summary>A check of Travis CI Enterprise itself. Where te-main does not run it is not judged: Docker.TeMain tells.</summary>
internal abstract class ApplicationCheck(string id, string title, string limits, string reference) : Check(id, title, limits, reference, TravisRole.Platform)
{
    private protected sealed override IEnumerable<Finding> Judge(HostEvidence host)
    {
        // What came before the time was over counts; a check says itself what it misses.
        var obstacle = Obstacle.In(host, ApplicationItems.State(string.Empty));
        if (host.Find(ApplicationItems.Name) is not { } item || (obstacle is not null && item.Text.Length == 0))
        {
            return [obstacle!];
        }

        return ApplicationFacts.Parse(item) switch
        {
            null => [Obstacle.Unreadable(item, "how the application does")],
            { HasTeMain: false } => [new Finding(CheckStatus.Skip, "Not judged, as no te-main runs: see Docker.TeMain.") { Item = item }],
            { } facts => [Judge(facts, obstacle?.Message) with { Item = item }],
        };
    }

    /// <summary>The rule.</summary>
    /// <param name="facts">What was told.</param>
    /// <param name="cut">Why the answer is not whole; null when it is.</param>
    private protected abstract Finding Judge(ApplicationFacts facts, string? cut);

    /// <summary>A statement in te-main's database, as root on the platform.</summary>
    protected static string Sql(string statement) =>
        $"sudo docker exec $(sudo docker ps --format '{{{{.ID}}}} {{{{.Image}}}}' | awk '/te-main/ {{ print $1; exit }}') psql -U travis -h 127.0.0.1 -d travis_production -c \"{statement}\"";
}
