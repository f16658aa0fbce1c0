#if NETFRAMEWORK
using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Reflection;

namespace TravisOps;

/// <summary>
/// Windows PowerShell has no load contexts and reads no binding redirects of ours: finds our dependencies in our own folder when
/// the version that one of them was compiled against is not exactly the one that lies there.
/// </summary>
public sealed class ModuleAssemblyResolver : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleAssemblyResolver).Assembly.Location)!;

    /// <summary>Fixed, so that nothing that is put into the folder later is ever loaded because of its name.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "BouncyCastle.Cryptography",
        "Microsoft.Bcl.AsyncInterfaces",
        "Microsoft.Bcl.Cryptography",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Renci.SshNet",
        "System.Buffers",
        "System.Formats.Asn1",
        "System.IO.Hashing",
        "System.IO.Pipelines",
        "System.Memory",
        "System.Numerics.Vectors",
        "System.Runtime.CompilerServices.Unsafe",
        "System.Text.Encodings.Web",
        "System.Text.Json",
        "System.Threading.Tasks.Extensions",
        "TravisOps.Core",
        "YamlDotNet",
        "ZstdSharp",
    };

    /// <inheritdoc/>
    public void OnImport()
    {
        // Import-Module -Force may call this twice without an OnRemove between.
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        var name = new AssemblyName(args.Name).Name;

        // Only what we or our dependencies ask for: another module's request is not ours to answer.
        var asker = args.RequestingAssembly?.Location;
        var ours = !string.IsNullOrEmpty(asker) && string.Equals(Path.GetDirectoryName(asker), Folder, StringComparison.OrdinalIgnoreCase);
        return ours && Names.Contains(name) ? Assembly.LoadFrom(Path.Combine(Folder, name + ".dll")) : null;
    }
}
#endif
