using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.KnownIssues;

namespace TravisOps.Docker;

/// <summary>An error of Docker whose cause is known, found by the fixed part of its text.</summary>
/// <param name="Marks">Parts that all stand in the text, in any case.</param>
/// <param name="Cause">What is behind it, as the rest of a sentence.</param>
/// <param name="Fix">What to do, or the id of the known issue that tells it.</param>
public sealed record DockerErrorSignature(IReadOnlyList<string> Marks, string Cause, string Fix)
{
    private static readonly Lazy<Dictionary<string, string>> s_remedies = new(() => KnownIssueCatalog.All.ToDictionary(issue => issue.Id, issue => issue.Remedy));

    /// <summary>The known ones; the first that fits counts. Numbers are those of facts 7.</summary>
    public static IReadOnlyList<DockerErrorSignature> All { get; } =
    [
        // 5
        new(
            ["rabbitmq.cert", "not a directory"],
            "Docker has made a directory of /etc/travis/ssl/rabbitmq.cert, which should be a file: known after upgrading Replicated from 2.8.0",
            "Platform.RabbitMqCertificateIsDirectory"),
        new(
            ["Are you trying to mount a directory onto a file"],
            "a path that should be a file is a directory, or the other way round",
            "Look at the path that the error names: sudo ls -ld PATH; a directory that Docker made in the place of a missing file is empty and can be removed."),
        // 37
        new(
            ["could not create session key", "disk quota exceeded"],
            "the kernel's quota of keys is used up, as many containers do",
            "Kernel.KeyringQuota"),
        // 39
        new(
            ["dm_task_set_cookie failed"],
            "devicemapper has no semaphores left, known of Docker 17.06.0",
            "Docker.DeviceMapperSemaphores"),
        // 40
        new(
            ["no space left on device"],
            "a disk is full",
            "Host.DiskFull"),
        new(
            ["port is already allocated"],
            "another container holds the port",
            "sudo docker ps --format '{{.Names}} {{.Ports}}'"),
        new(
            ["address already in use"],
            "another program of the host holds the port",
            "sudo ss -ltnp"),
        new(
            ["no such image"],
            "its image is gone",
            "Restart the app so that Replicated pulls it again: sudo /usr/local/bin/replicatedctl app stop --attach && sudo /usr/local/bin/replicatedctl app start --attach"),
        // 1
        new(
            ["client and server don't have same version"],
            "the client's API is newer than the engine's",
            "Bring client and engine to the same version; see Docker.ClientServer and Docker.Version."),
    ];

    /// <summary>What to do.</summary>
    public string Remedy => s_remedies.Value.TryGetValue(Fix, out var told) ? told : Fix;

    /// <summary>The signature that fits a text; null when none does.</summary>
    public static DockerErrorSignature? Find(string? text) =>
        text is null ? null : All.FirstOrDefault(one => one.Marks.All(mark => text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) >= 0));
}
