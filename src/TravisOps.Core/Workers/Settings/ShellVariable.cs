namespace TravisOps.Workers.Settings;

/// <summary>A variable of a shell, and where it was set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Null: it is not set.</param>
/// <param name="Exported">Programs that the shell starts get it.</param>
/// <param name="Path">The file.</param>
/// <param name="Line">The line in it.</param>
internal sealed record ShellVariable(string Name, SettingValue? Value, bool Exported, string Path, int Line);
