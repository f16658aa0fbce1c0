using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using TravisOps.Connections;
using TravisOps.Ssh;
using TravisOps.Support;
using PSHostException = System.Management.Automation.Host.HostException;

namespace TravisOps.Commands;

/// <summary>Shows the keys that hosts present and adds to known_hosts those that the person confirms; never a changed or revoked one.</summary>
[Cmdlet(VerbsCommon.Add, "TravisHostKey", DefaultParameterSetName = FromInventory, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(TravisHostKey))]
public sealed class AddTravisHostKeyCommand : HostCmdlet
{
    /// <summary>Keys with these fingerprints are added without a question, all others are declined.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidatePattern("^SHA256:[A-Za-z0-9+/]{43}$", Options = RegexOptions.None)]
    public string[] Fingerprint { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var hosts = SelectHosts();
        var options = Options();
        var scans = new Dictionary<TravisHost, HostKeyScan>();
        ForEachHost(
            "Fetching host keys",
            hosts,
            (host, cancellationToken) => HostKeyScan.Run(host, options, cancellationToken),
            (host, scan) => scans[host] = scan);

        // All keys first, then the questions, in the order of the inventory: nobody answers beside a moving progress bar.
        // One new worker among known ones: its fingerprint is not missed at the others.
        var isExpectedSomewhere = scans.Values.Any(IsExpected);
        foreach (var host in hosts)
        {
            Examine(host, scans[host], options, isExpectedSomewhere);
        }
    }

    private bool IsWhatIf => Switch("WhatIf") ?? LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private bool Asks => !IsWhatIf && (Switch("Confirm") ?? !"None".Equals(GetVariableValue("ConfirmPreference")?.ToString(), StringComparison.OrdinalIgnoreCase));

    private bool IsExpected(HostKeyScan scan) => scan.Presented.Keys.Any(key => Fingerprint.Contains(key.Fingerprint));

    private void Examine(TravisHost host, HostKeyScan scan, SshOptions options, bool isExpectedSomewhere)
    {
        if (scan.Failure is { } failure)
        {
            WriteError(HostErrors.ToErrorRecord(failure));
            return;
        }

        try
        {
            var trust = HostKeyTrust.Read(host, options);
            List<(ScannedHostKey Key, HostKeyVerdict Verdict)> judged = [.. scan.Presented.Keys.Select(key => (key, trust.Check(key)))];
            var doubt = trust.Doubt(scan.Presented);
            var objection = trust.Objection(scan.Presented) ?? (Fingerprint.Length > 0 || IsWhatIf || Asks ? null : doubt);
            List<ScannedHostKey> unknown = [.. judged.Where(one => one.Verdict.Status == HostKeyStatus.Unknown).Select(one => one.Key)];

            // A host of which one key is wrong is not to be trusted with another.
            List<ScannedHostKey> accepted = objection is not null || unknown.Count == 0 ? [] : Accept(host, unknown, trust, doubt);
            foreach (var key in accepted)
            {
                trust.Add(key);
                WriteVerbose($"{host}: {key.KeyType} {key.Fingerprint} written to {trust.Path}");
            }

            foreach (var (key, verdict) in judged)
            {
                WriteObject(ResultObject.From(trust.Describe(key, verdict, accepted.Contains(key))));
            }

            if (objection is not null)
            {
                WriteError(HostErrors.ToErrorRecord(objection));
            }
            else if (Fingerprint.Length > 0 && !IsExpected(scan) && (unknown.Count > 0 || !isExpectedSomewhere))
            {
                WriteError(NotTheExpectedKey(host, scan.Presented.Keys));
            }
        }
        catch (HostException exception)
        {
            WriteError(HostErrors.ToErrorRecord(exception));
        }
    }

    private List<ScannedHostKey> Accept(TravisHost host, List<ScannedHostKey> keys, HostKeyTrust trust, HostException? doubt)
    {
        var candidates = Fingerprint.Length == 0 ? keys : keys.FindAll(key => Fingerprint.Contains(key.Fingerprint));
        if (candidates.Count == 0)
        {
            return [];
        }

        var list = string.Join(Environment.NewLine, candidates.Select(key => $"  {key.KeyType} {key.Fingerprint}"));
        var description = $"Write these keys of {host} ({trust.KnownAs}) to {trust.Path}:{Environment.NewLine}{list}";
        var question = (doubt is null ? string.Empty : doubt.Message + Environment.NewLine) + $"{host} ({trust.KnownAs}) presents these keys:{Environment.NewLine}{list}{Environment.NewLine}"
            + $"Compare them with what 'ssh-keygen -lf' says on its console. Write them to {trust.Path}?";
        return IsConfirmed(description, question) ? candidates : [];
    }

    private bool IsConfirmed(string description, string question)
    {
        // The fingerprint is the person's yes; it does not overrule a -WhatIf or a -Confirm.
        if (Fingerprint.Length > 0 && !IsWhatIf && Switch("Confirm") != true)
        {
            return true;
        }

        if (Asks && IsUnattended())
        {
            ThrowTerminatingError(NobodyToAsk(null));
        }

        try
        {
            return ShouldProcess(description, question, "Trust this host?");
        }
        catch (Exception exception) when (Asks && (exception is PSHostException or PSInvalidOperationException or NotImplementedException))
        {
            ThrowTerminatingError(NobodyToAsk(exception));
            throw;
        }
    }

    private bool? Switch(string name) =>
        MyInvocation.BoundParameters.TryGetValue(name, out var value) && value is SwitchParameter given ? given.IsPresent : null;

    /// <summary>A service or a task without a desktop, or a console whose input is not a keyboard: a question would wait for ever.</summary>
    private bool IsUnattended() =>
        !Environment.UserInteractive || (Host.Name == "ConsoleHost" && Console.IsInputRedirected);

    private static ErrorRecord NobodyToAsk(Exception? inner)
    {
        const string Message = "Nobody can be asked in this session whether the host's keys are right. Nothing was written.";
        return new ErrorRecord(new InvalidOperationException(Message, inner), "ConfirmationNeeded", ErrorCategory.InvalidOperation, null)
        {
            ErrorDetails = new ErrorDetails(Message)
            {
                RecommendedAction = "Give the fingerprint that you expect with -Fingerprint, or take whatever the host presents with -Confirm:$false.",
            },
        };
    }

    private static ErrorRecord NotTheExpectedKey(TravisHost host, IReadOnlyList<ScannedHostKey> keys)
    {
        var message = $"{host} presents none of the keys of -Fingerprint but {string.Join(", ", keys.Select(key => $"{key.KeyType} {key.Fingerprint}"))}. Nothing was written.";
        return new ErrorRecord(new InvalidOperationException(message), "HostKeyUnexpected", ErrorCategory.SecurityError, host.ComputerName)
        {
            ErrorDetails = new ErrorDetails(message)
            {
                RecommendedAction = "Ask whoever runs the host for its fingerprints ('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' on its console), and who may be listening in when they differ.",
            },
        };
    }
}
