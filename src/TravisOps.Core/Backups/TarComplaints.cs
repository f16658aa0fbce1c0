using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Ssh;

namespace TravisOps.Backups;

/// <summary>Files that changed, went away or became shorter while tar read them: what its exit status 1 stands for.</summary>
internal sealed class TarComplaints
{
    /// <summary>Logs are written and rotated all the time, and of one that grew the beginning is as good.</summary>
    private const string Logs = "var/travis/log/";

    private const int Told = 3;

    private static readonly string[] Texts = [": file changed as we read it", ": File removed before we read it", ": File shrank by "];

    private readonly List<string> _harmless = [];
    private readonly List<string> _harmful = [];
    private readonly bool _someUnread;
    private readonly bool _ofDumped;

    private TarComplaints(IEnumerable<string> lines, bool someUnread, string? dumped)
    {
        _someUnread = someUnread;
        foreach (var line in lines.Where(line => line.StartsWith("tar: ", StringComparison.Ordinal)))
        {
            var text = Array.FindIndex(Texts, one => line.IndexOf(one, StringComparison.OrdinalIgnoreCase) >= 0);
            if (text >= 0)
            {
                var path = line.Substring("tar: ".Length, line.IndexOf(Texts[text], StringComparison.OrdinalIgnoreCase) - "tar: ".Length).TrimStart('/').Replace("/./", "/").TrimEnd('/');
                var inLogs = (path + "/").StartsWith(Logs, StringComparison.Ordinal);

                if (text == 0 && path == dumped?.TrimStart('/'))
                {
                    _ofDumped = true;
                    continue;
                }

                // What became shorter is zeros in the archive that nobody wrote.
                (inLogs && text != 2 ? _harmless : _harmful).Add("/" + PlainText.OneLine(path, 200));
            }
        }
    }

    /// <summary>What makes the files not fit together; null for nothing.</summary>
    public string? Inconsistency => _harmful.Count > 0 ? $"{Count(_harmful)} changed, went away or became shorter while being read: {Names(_harmful)}."
        : _someUnread ? "More files changed while they were read than tar's messages that were kept tell of."
        : _harmless.Count == 0 && !_ofDumped ? "tar says that files changed while they were read, and not which."
        : null;

    /// <summary>What should be known and does no harm; null for nothing.</summary>
    public string? Warning => _harmless.Count > 0 ? $"{Count(_harmless)} below /{Logs} changed or went away while being read, which logs may: {Names(_harmless)}." : null;

    /// <summary>Of a tar that ended with 1; null of one that ended with 0.</summary>
    /// <param name="outcome">The stream's.</param>
    /// <param name="dumped">The folder of a running server whose databases are dumps: it is empty in the archive, and its time may change.</param>
    public static TarComplaints? Of(StreamOutcome outcome, string? dumped = null) => outcome.StatusOf(BackupFailures.TarStage) == 1
        ? new(outcome.ErrorLines, outcome.ErrorLineCount > outcome.ErrorLines.Count, dumped)
        : null;

    private string Count(List<string> paths) => (_someUnread ? "At least " : string.Empty) + (paths.Count == 1 ? "1 file" : $"{paths.Count} files");

    private static string Names(List<string> paths) => string.Join(", ", paths.Take(Told)) + (paths.Count > Told ? ", …" : string.Empty);
}
