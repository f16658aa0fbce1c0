using System.Management.Automation;
using System.Reflection;

namespace TravisOps;

/// <summary>
/// Hands the commands of the binary module to the script module around it. The engine does that itself at the first import; at a second
/// one (-Force) it takes the binary module from its cache and leaves the step out (https://github.com/PowerShell/PowerShell/issues/20710).
/// </summary>
public static class ModuleExports
{
    /// <summary>Called by TravisOps.psm1; compiled, because the same in script costs five times as much of the import.</summary>
    /// <param name="outer">The module of TravisOps.psd1.</param>
    /// <param name="inner">The module of TravisOps.dll.</param>
    public static void Complete(PSModuleInfo outer, PSModuleInfo inner)
    {
        foreach (var cmdlet in inner.ExportedCmdlets.Values)
        {
            Invoke(outer, "AddExportedCmdlet", cmdlet);
        }

        foreach (var alias in inner.ExportedAliases.Values)
        {
            Invoke(outer, "AddExportedAlias", alias);
        }
    }

    private static void Invoke(PSModuleInfo module, string method, CommandInfo command) =>
        typeof(PSModuleInfo).GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(module, [command]);
}
