using TravisOps.Checks.Preflight;
using TravisOps.Docker;
using TravisOps.Evidence;

namespace TravisOps.Checks.Docker;

/// <summary>Findings about one container that several checks give.</summary>
internal static class ContainerFinding
{
    private const string StartApp = "sudo /usr/local/bin/replicatedctl app start --attach";

    /// <summary>A container that should run and does not, with the cause where Docker's error has a known one.</summary>
    public static Finding NotRunning(EvidenceItem item, DockerContainer container, string who)
    {
        var signature = DockerErrorSignature.Find(container.Error);
        var error = container.Error is { } text ? $" Docker said: {text}" : string.Empty;
        var cause = signature is null ? string.Empty : $" That is: {signature.Cause}.";
        return new Finding(CheckStatus.Fail, $"{who} {ContainerWords.State(container)}.{error}{cause}")
        {
            IdSuffix = container.Name,
            Actual = container.StatusText ?? container.State.ToString(),
            Item = item,
            Line = container.Error is { } line ? $"{container.Name}: {line}" : container.Line,
            Remedy = signature?.Remedy ?? (container.State, DockerNames.IsTeMain(container)) switch
            {
                (DockerContainerState.Paused, _) => $"sudo docker unpause {Paste.Word(container.Name)}",
                (_, true) => $"{Logs(container)}; {StartApp}",
                _ => $"{Logs(container)}; sudo docker start {Paste.Word(container.Name)}",
            },
        };
    }

    /// <summary>Shows what a container said last.</summary>
    public static string Logs(DockerContainer container) => $"sudo docker logs --tail 50 {Paste.Word(container.Name)}";
}
