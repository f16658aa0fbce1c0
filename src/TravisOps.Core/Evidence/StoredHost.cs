using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TravisOps.Ssh;

namespace TravisOps.Evidence;

/// <summary>host.json: everything of a <see cref="HostEvidence"/> but the items' texts. A form of its own, so that the types may change and old files be read.</summary>
internal sealed record StoredHost
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,

        // For people and grep: quotes and umlauts as they are. It is no HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(null, allowIntegerValues: false) },
    };

    public required int Version { get; init; }

    public required string ComputerName { get; init; }

    public required TravisRole Role { get; init; }

    public required DateTime CollectedAt { get; init; }

    public required TimeSpan Duration { get; init; }

    public required HostFailure? Failure { get; init; }

    public required ConnectionEvidence Connection { get; init; }

    public required IReadOnlyList<StoredItem> Items { get; init; }

    /// <summary>What is written for a host.</summary>
    public static string ToJson(HostEvidence evidence)
    {
        var stored = new StoredHost
        {
            Version = CurrentVersion,
            ComputerName = evidence.ComputerName,
            Role = evidence.Role,
            CollectedAt = evidence.CollectedAt.ToUniversalTime(),
            Duration = evidence.Duration,
            Failure = evidence.Failure,
            Connection = evidence.Connection,
            Items = [.. evidence.Items.Select(StoredItem.From)],
        };

        // Line ends inside strings are escaped, so these are the formatter's: the same bytes on every system.
        return JsonSerializer.Serialize(stored, s_options).Replace("\r\n", "\n") + "\n";
    }

    /// <summary>Reads it back.</summary>
    /// <exception cref="JsonException">It is not that, or of another version.</exception>
    public static StoredHost FromJson(string json)
    {
        using (var document = JsonDocument.Parse(json))
        {
            // The version first: another one need not have the same members.
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("version", out var version)
                || version.ValueKind != JsonValueKind.Number
                || !version.TryGetInt32(out var number))
            {
                throw new JsonException("There is no version in it; this is not a host's evidence.");
            }

            if (number != CurrentVersion)
            {
                throw new JsonException($"It has version {number}, and this TravisOps reads version {CurrentVersion}. Use the TravisOps that wrote it.");
            }
        }

        var host = JsonSerializer.Deserialize<StoredHost>(json, s_options)!;
        if (host.ComputerName is null || host.Connection is null || host.Items is null || host.Items.Any(item => item is not { Name: not null, Source: not null, ErrorText: not null })
            || host.Failure is { Message: null } or { Remedy: null } || host.Connection.RootFailure is { Message: null } or { Remedy: null })
        {
            throw new JsonException("A part of it is null that must not be.");
        }

        // It goes to a terminal.
        if (host.ComputerName.Any(char.IsControl))
        {
            throw new JsonException("The computer name has control characters in it.");
        }

        return host with { Failure = Harmless(host.Failure), Connection = Harmless(host.Connection) };
    }

    // So do these; the items' texts are raw, and what is made of them takes care of it.
    private static HostFailure? Harmless(HostFailure? failure) =>
        failure is null ? null : failure with { Message = PlainText.Harmless(failure.Message), Remedy = PlainText.Harmless(failure.Remedy) };

    private static ConnectionEvidence Harmless(ConnectionEvidence connection) => connection with
    {
        ServerVersion = Harmless(connection.ServerVersion),
        HostKeyType = Harmless(connection.HostKeyType),
        HostKeyFingerprint = Harmless(connection.HostKeyFingerprint),
        KeyExchange = Harmless(connection.KeyExchange),
        Cipher = Harmless(connection.Cipher),
        UserName = Harmless(connection.UserName),
        RootFailure = Harmless(connection.RootFailure),
    };

    private static string? Harmless(string? text) => text is null ? null : PlainText.Harmless(text);

    /// <summary>The evidence, with the items' texts.</summary>
    public HostEvidence ToEvidence(Func<StoredItem, string> textOf) => new()
    {
        ComputerName = ComputerName,
        Role = Role,
        CollectedAt = CollectedAt.ToUniversalTime(),
        Duration = Duration,
        Failure = Failure,
        Connection = Connection,
        Items = [.. Items.Select(item => item.ToItem(textOf(item)))],
    };
}
