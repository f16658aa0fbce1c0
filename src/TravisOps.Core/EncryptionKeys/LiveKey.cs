using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using TravisOps.Protection;
using TravisOps.Ssh;

namespace TravisOps.EncryptionKeys;

/// <summary>The encryption key as the platform has it now.</summary>
public sealed class LiveKey : IDisposable
{
    private LiveKey(EncryptionKey key, LiveKeySource source, string place)
    {
        Key = key;
        Source = source;
        Place = place;
    }

    /// <summary>The key; disposed with this.</summary>
    public EncryptionKey Key { get; }

    /// <summary>Where it was found.</summary>
    public LiveKeySource Source { get; }

    /// <summary>Which container or file that is, for people.</summary>
    public string Place { get; }

    /// <summary>
    /// Reads it in one round trip. Nothing is written on the host, and the key is in no argument there; it arrives on the script's standard output
    /// alone, in buffers that are cleared.
    /// </summary>
    /// <param name="host">The platform. Blocks; belongs on a thread of its own (see <see cref="HostFanOut"/>).</param>
    /// <param name="options">Credentials and limits.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="HostException">The host could not be looked at.</exception>
    /// <exception cref="EncryptionKeyException">It was, and there is no key, or no telling which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LiveKey Read(TravisHost host, SshOptions options, CancellationToken cancellationToken)
    {
        using var session = HostSession.Open(host, options, cancellationToken);
        var outcome = session.Run(new RemoteScript { Text = LiveKeyScript.Text, IsSecret = true }, cancellationToken);
        var files = LiveKeyScript.Parse(outcome.Output);
        try
        {
            if (outcome.Failure is { } failure)
            {
                throw new HostException(failure.Kind, host.ComputerName, failure.Message, failure.Remedy);
            }

            if (files.Count > 0)
            {
                return Choose(files, host.ComputerName);
            }

            // Without root Docker refuses, and that is the thing to mend.
            throw outcome.RootFailure is { } noRoot
                ? new HostException(noRoot.Kind, host.ComputerName, noRoot.Message, noRoot.Remedy)
                : NotFound(host.ComputerName, outcome.ErrorText);
        }
        finally
        {
            SecretBytes.Clear(outcome.Output);
            files.ForEach(file => SecretBytes.Clear(file.Yaml));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();

    // Several files can only be on the host, left by former containers: they must agree.
    private static LiveKey Choose(List<(LiveKeySource Source, string Place, byte[] Yaml)> files, string computerName)
    {
        var keys = new List<EncryptionKey>();
        EncryptionKeyException? error = null;
        foreach (var file in files)
        {
            try
            {
                keys.Add(TravisYaml.Read(file.Yaml, $"{computerName}: {Describe(file.Source, file.Place)}"));
            }
            catch (EncryptionKeyException one)
            {
                error ??= one;
            }
        }

        var chosen = keys.FirstOrDefault() ?? throw error!;
        var agree = keys.TrueForAll(key => key.IsSameAs(chosen));
        keys.Skip(1).ToList().ForEach(key => key.Dispose());
        if (agree)
        {
            return new LiveKey(chosen, files[0].Source, Describe(files[0].Source, files[0].Place));
        }

        chosen.Dispose();
        throw new EncryptionKeyException(
            EncryptionKeyErrorKind.Ambiguous,
            $"{computerName}: there is no container te-main, and {files.Count} files on the host hold different keys: {string.Join(", ", files.Select(file => file.Place))}.",
            "Start the application, so that the one in use can be read: replicatedctl app start --attach");
    }

    private static string Describe(LiveKeySource source, string place) => source switch
    {
        LiveKeySource.Container => $"{TravisYaml.Path} in container {Short(place)}",
        LiveKeySource.Replicated => $"{TravisYaml.Path} by 'replicated admin'",
        LiveKeySource.Stopped => $"{TravisYaml.Path} in container {Short(place)}, which does not run",
        _ => PlainText.Harmless(place) + " on the host",
    };

    // As docker ps shows ids.
    private static string Short(string id) => id.Length > 12 ? id.Substring(0, 12) : id;

    private static EncryptionKeyException NotFound(string computerName, string errorText)
    {
        var said = PlainText.OneLine(errorText, 300);
        return new EncryptionKeyException(
            EncryptionKeyErrorKind.NotFound,
            $"{computerName}: no travis.yml was found: not in a container te-main, running or not, and not below /var/lib/replicated-operator, /etc/travis or /var/travis."
                + (said.Length == 0 ? string.Empty : $" The host said: {said}"),
            "Is this the platform, and is the application there? docker ps -a | grep te-main; replicatedctl app status. Start it with: replicatedctl app start --attach");
    }
}
