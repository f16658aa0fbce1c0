using System;
using System.Collections.Generic;
using System.Linq;

namespace TravisOps.Docker;

/// <summary>Which container of the platform is the application, te-main. There should be one; updates leave exited ones behind.</summary>
public sealed record TeMain
{
    /// <summary>The one that counts: running before any other, then the newest. Null when there is none.</summary>
    public DockerContainer? Container { get; init; }

    /// <summary>Others that run too, newest first. There should be none.</summary>
    public IReadOnlyList<DockerContainer> AlsoRunning { get; init; } = [];

    /// <summary>Others that don't run: what updates leave behind.</summary>
    public IReadOnlyList<DockerContainer> Stopped { get; init; } = [];

    /// <summary>Chooses among the containers of a platform.</summary>
    public static TeMain Find(DockerContainers containers)
    {
        if (containers is null)
        {
            throw new ArgumentNullException(nameof(containers));
        }

        // The sort is stable, and docker ps has the newest first: that decides where no time was told.
        var found = containers.All.Where(DockerNames.IsTeMain)
            .OrderBy(Rank)
            .ThenByDescending(container => container.Created ?? DateTime.MinValue)
            .ToList();
        return new TeMain
        {
            Container = found.FirstOrDefault(),
            AlsoRunning = [.. found.Skip(1).Where(container => Rank(container) == 0)],
            Stopped = [.. found.Skip(1).Where(container => Rank(container) != 0)],
        };
    }

    private static int Rank(DockerContainer container) => container.State switch
    {
        DockerContainerState.Running or DockerContainerState.Paused => 0,
        DockerContainerState.Restarting => 1,
        _ => 2,
    };
}
