using System;
using System.Collections.Generic;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace TravisOps.Ssh;

/// <summary>
/// Listens to the library's log during the handshake, for moments that it has no event for: a TCP connection is tried, the
/// encryption is on, and the answer to the first encrypted request is there. That request (RFC 4253, section 10) costs the server
/// nothing, so the time between the last two is one round trip, measured without sending anything more. Nothing is written anywhere.
/// </summary>
internal sealed class HandshakeLog : ILoggerFactory, ILogger
{
    private const string ServiceRequest = "SSH_MSG_SERVICE_REQUEST";
    private const string ServiceAccept = "SSH_MSG_SERVICE_ACCEPT";
    private const string Connector = "Renci.SshNet.Connection.DirectConnector";

    private long _asked;

    /// <summary>A TCP connection is about to be tried; the library has not read its limit yet.</summary>
    public Action? BeforeConnecting { get; set; }

    /// <summary>A TCP connection is being tried.</summary>
    public Action? Connecting { get; set; }

    /// <summary>The connection is encrypted.</summary>
    public Action? Encrypted { get; set; }

    /// <summary>One round trip; null until it is known.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        if (categoryName != Connector)
        {
            return this;
        }

        BeforeConnecting?.Invoke();
        return new ConnectorLog(this);
    }

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    /// <summary>Trace is where messages are named; it is on only until the round trip is known.</summary>
    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Trace && RoundTrip is null;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || state is not IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            return;
        }

        foreach (var field in fields)
        {
            if (field.Key != "MessageName")
            {
                continue;
            }

            if (field.Value is ServiceRequest)
            {
                _asked = Stopwatch.GetTimestamp();
                Encrypted?.Invoke();
            }
            else if (field.Value is ServiceAccept)
            {
                RoundTrip = TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - _asked) / (double)Stopwatch.Frequency);
            }
        }
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class ConnectorLog(HandshakeLog owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => owner.Connecting?.Invoke();
    }
}
