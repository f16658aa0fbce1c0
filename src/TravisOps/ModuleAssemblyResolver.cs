#if NETFRAMEWORK
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Threading;

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

    /// <summary>The framework's own, for libraries that were compiled against the higher version of a package; 4.7.2 has nothing of that package.</summary>
    private static readonly AssemblyName ValueTuples = new("System.ValueTuple, Version=4.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51");

    /// <summary>Each runspace that has imported the module needs it, and they share the process.</summary>
    private static int s_imports;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another module has loaded an older file of a library of ours under the same identity, and .NET Framework keeps to it.</exception>
    public void OnImport()
    {
        RefuseOlder();
        if (Interlocked.Increment(ref s_imports) == 1)
        {
            AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Interlocked.Decrement(ref s_imports) == 0)
        {
            AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        }
    }

    // All of 2.x of BouncyCastle has the assembly version 2.0.0.0, so that the framework takes the one that is loaded for ours; what an older one
    // lacks would be an obscure error in the middle of a connection.
    private static void RefuseOlder()
    {
        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies())
        {
            // A dynamic assembly may be called anything, also what no path may have in it.
            var name = loaded.GetName();
            if (loaded.IsDynamic || name.Name.StartsWith("System.", StringComparison.Ordinal) || !Names.Contains(name.Name))
            {
                continue;
            }

            var own = Path.Combine(Folder, name.Name + ".dll");
            if (string.Equals(loaded.Location, own, StringComparison.OrdinalIgnoreCase)
                || !File.Exists(loaded.Location) || !File.Exists(own) || AssemblyName.GetAssemblyName(own).FullName != name.FullName)
            {
                continue;
            }

            if (FileVersion(loaded.Location) < FileVersion(own))
            {
                throw new InvalidOperationException($"Another module has loaded '{loaded.Location}', which is older than what TravisOps needs, and Windows PowerShell can't have both. Open a new session and import TravisOps first, or use PowerShell 7, where they do not meet.");
            }
        }
    }

    private static Version FileVersion(string path)
    {
        var info = FileVersionInfo.GetVersionInfo(path);
        return new Version(info.FileMajorPart, info.FileMinorPart, info.FileBuildPart, info.FilePrivatePart);
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        var name = new AssemblyName(args.Name).Name;

        // Only what we or our dependencies ask for: another module's request is not ours to answer.
        var asker = args.RequestingAssembly?.Location;
        var ours = !string.IsNullOrEmpty(asker) && string.Equals(Path.GetDirectoryName(asker), Folder, StringComparison.OrdinalIgnoreCase);
        return !ours ? null
            : Names.Contains(name) ? Assembly.LoadFrom(Path.Combine(Folder, name + ".dll"))
            : name == ValueTuples.Name ? Assembly.Load(ValueTuples)
            : null;
    }
}
#endif
