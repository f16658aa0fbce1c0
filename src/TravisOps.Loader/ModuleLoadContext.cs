using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace TravisOps.Loader;

/// <summary>
/// Keeps TravisOps and everything that it depends on apart from what other modules have loaded: an assembly that lies in our
/// folder is always taken from there, all others (the PowerShell engine, the base class library) are the process's own.
/// </summary>
/// <remarks>
/// A handler of the default context's Resolving event would not do: it is asked only after the default context has found
/// nothing, and BouncyCastle has the assembly version 2.0.0.0 in all of its 2.x releases, so that another module's older one
/// would be handed to us without a question. The context can't be unloaded, because PowerShell can't unload cmdlets.
/// </remarks>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly object Gate = new();
    private static ModuleLoadContext? s_instance;

    private readonly string _folder;
    private readonly Assembly _module;

    private ModuleLoadContext(string modulePath)
        : base("TravisOps", isCollectible: false)
    {
        _folder = Path.GetDirectoryName(modulePath)!;
        _module = LoadFromAssemblyPath(modulePath);
    }

    /// <summary>Loads the module's assembly into the one context of this process, or returns it when it is there already.</summary>
    /// <param name="modulePath">Full path of TravisOps.dll.</param>
    /// <exception cref="InvalidOperationException">This process has TravisOps from another folder; .NET can't unload it.</exception>
    public static Assembly LoadModule(string modulePath)
    {
        lock (Gate)
        {
            s_instance ??= new ModuleLoadContext(Path.GetFullPath(modulePath));
            var loaded = s_instance._module;
            if (!string.Equals(loaded.Location, Path.GetFullPath(modulePath), StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException(
                    $"This session already runs TravisOps from '{loaded.Location}'; '{modulePath}' can only be loaded in a new session.");
            }

            return loaded;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
