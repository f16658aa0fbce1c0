namespace TravisOps.Workers.Settings;

/// <summary>One record of settings.awk about a file.</summary>
/// <param name="Kind">Its letter.</param>
/// <param name="Line">The line of the file.</param>
/// <param name="Rest">What follows.</param>
internal sealed record SettingsRecord(char Kind, int Line, string Rest)
{
    /// <summary>The name at the beginning of <see cref="Rest"/>.</summary>
    public string Name => Rest.IndexOf(' ') is var space and >= 0 ? Rest.Substring(0, space) : Rest;

    /// <summary>What is behind the name.</summary>
    public string Word => Rest.IndexOf(' ') is var space and >= 0 ? Rest.Substring(space + 1) : string.Empty;
}
