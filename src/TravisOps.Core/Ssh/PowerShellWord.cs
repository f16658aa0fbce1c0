namespace TravisOps.Ssh;

/// <summary>Words for commands that are pasted into PowerShell, the shell that our own commands run in.</summary>
internal static class PowerShellWord
{
    /// <summary>In single quotes.</summary>
    public static string Quote(string word) => "'" + word.Replace("'", "''") + "'";
}
