using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Says how a platform was left by a restore that did not come to its end, from what <c>restore.sh</c> said.</summary>
internal static class RestoreFailures
{
    /// <summary>The error for the person.</summary>
    /// <param name="outcome">What the stream in which old and new change places came to.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="databases">The databases that are restored.</param>
    /// <param name="id">The restore's time.</param>
    /// <param name="giveUp">Removes what is beside where nothing has begun; gives the host's answer.</param>
    public static BackupException Explain(StreamOutcome outcome, IReadOnlyList<string> lines, IReadOnlyCollection<string> databases, string id, Func<string?> giveUp)
    {
        var errors = outcome.ErrorLines;
        var reason = outcome.Failure?.Message ?? "It ended early.";
        string[] Told(string word) => [.. errors.Where(line => line.StartsWith($"restore {word} ", StringComparison.Ordinal)).Select(line => line.Substring(word.Length + "restore  ".Length))];

        if (errors.Contains("restore returned"))
        {
            return Told("unwell").FirstOrDefault() is { } unwell
                ? new(BackupProblem.RestoreTakenBack, $"{reason} The old data was put back in its place and the application was started on it, and it does not serve: {unwell}.", "Test-TravisInstallation; and on the host: sudo replicatedctl app status. Then correct what the restore complained about, and run it again.")
                : new(BackupProblem.RestoreTakenBack, $"{reason} The old data was put back in its place, and the application runs on it again.", "Correct what it complains about on the host, and run this again.");
        }

        // Its first line comes before anything is changed.
        if (lines.Count == 0 && giveUp() == RestoreShell.GivenUp)
        {
            return new(BackupProblem.RestoreFailed, $"{reason} Old and new had not begun to change places. {DataRestore.Untouched}", "Run this again.");
        }

        var last = lines.Count == 0 ? "before it could be seen to begin" : "after: " + lines[lines.Count - 1];
        var stuck = Told("stuck").FirstOrDefault();
        return new(
            BackupProblem.RestoreStuck,
            $"{reason} It stopped {last}" + (stuck is null ? ", and this side could not see whether the host has taken it back." : $", and the host could not take it back: {stuck}.{Live()}"),
            "Look at the host before anything else: sudo replicatedctl app status; sudo ls -ld /var/travis* /etc/travis*."
                + Aside()
                + $" The safety copies have 'before-restore-{id}' in their names (folders) or 'before_{id}' (databases); nothing that was there before was deleted.");

        string Aside()
        {
            // When it is stuck the host has looked what is still there.
            var copies = stuck is null ? [.. lines.Select(ReplacedFolder.Read).Select(folder => folder?.Before).OfType<string>()] : Told("still");
            return copies.Length == 0 ? string.Empty
                : stuck is null ? $" Where it has not, the data of before is in {string.Join(", ", copies)}."
                : $" What is not back in its place is in {string.Join(", ", copies)}.";
        }

        string Live()
        {
            var kept = Told("kept").Select(pair => pair.Split(' ')).Where(pair => pair.Length == 2).ToList();
            return databases.Count == 0 ? string.Empty
                : kept.Count > 0 ? $" Of the databases the restored ones are in use: {string.Join(", ", kept.Select(pair => $"{pair[0]} (the old one is {pair[1]})"))}."
                : errors.Contains("restore live known") || errors.Contains("restore live old") ? " The databases in use are the old ones."
                : " Which databases are in use could not be asked.";
        }
    }
}
