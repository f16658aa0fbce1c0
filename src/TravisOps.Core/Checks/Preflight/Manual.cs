namespace TravisOps.Checks.Preflight;

/// <summary>Names of the places that demands come from, as a reader finds them.</summary>
internal static class Manual
{
    public const string SupportRequest = "Operations manual, \"Write a support request\" 1";
    public const string Firewall = "Operations manual, \"Firewall\"";
    public const string Hardware = "Operations manual, \"Hardware\"";
    public const string Docker = "Operations manual, \"Docker\"";
    public const string WorkerDocker = "Operations manual, \"Worker\", Docker";
    public const string Worker = "Operations manual, \"Worker\"";
    public const string Prerequisites = "Travis CI Enterprise 2.x prerequisites, \"System Requirements\"";
    public const string None = "Not in the operations manual";
}
