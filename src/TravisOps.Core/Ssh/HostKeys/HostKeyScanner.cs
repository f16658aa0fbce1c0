using System;
using System.Collections.Generic;
using System.Threading;

namespace TravisOps.Ssh;

/// <summary>Fetches the keys that a host presents, without trusting or logging in: one connection for each kind, refused when the key is there, like ssh-keyscan.</summary>
public static class HostKeyScanner
{
    /// <summary>Fetches them: Ed25519, ECDSA, RSA, as far as the host has them. Blocks; <see cref="SshOptions.Timeout"/> is the limit for all of it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="options">Limits of this run; no credential is used.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="HostException">The host can't be reached, or has no key of a kind that is understood.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PresentedHostKeys Scan(TravisHost host, SshOptions options, CancellationToken cancellationToken)
    {
        HostSession.RefuseImpossible(host, options);
        var deadline = new Deadline(options.Timeout);
        var keys = new List<ScannedHostKey>();
        var hidesRsa = false;
        HostException? none = null;
        foreach (var kind in HostKeyGate.Kinds)
        {
            var gate = HostKeyGate.Closed(host, options, kind);
            try
            {
                ClientRelease.Now(new HostConnector(host, Login.Nobody, gate, deadline).ConnectInTime(cancellationToken));
            }
            catch (HostException error) when (error.Kind == HostFailureKind.HostKeyUnknown && gate.Key is not null)
            {
                keys.Add(gate.Key);
            }
            catch (HostException error) when (error.Kind == HostFailureKind.NoCommonAlgorithm)
            {
                hidesRsa |= OldRsa.IsAllOf(error.InnerException);
                none = error;
            }
        }

        return keys.Count > 0 || none is null ? new PresentedHostKeys { Keys = keys, HidesRsa = hidesRsa } : throw none;
    }
}
