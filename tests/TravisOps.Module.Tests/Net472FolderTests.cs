using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using TravisOps.Lab;
using Xunit;

namespace TravisOps.Module.Tests;

/// <summary>Windows PowerShell can't be run here: what it would find in our folder is read from the files.</summary>
public sealed class Net472FolderTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "bin", "net472");

    [Fact]
    public void Every_reference_is_in_the_folder_the_framework_or_the_shell()
    {
        var framework = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "net472.txt")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Contains("mscorlib", framework);
        var files = Files().ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => Read(file, VersionOf), StringComparer.OrdinalIgnoreCase);

        var missing = from file in Files()
                      from reference in Read(file, References)
                      where reference.Name != "System.Management.Automation"
                      where !framework.Contains(reference.Name)
                      where !files.TryGetValue(reference.Name, out var version) || version < reference.Version
                      select $"{Path.GetFileName(file)} wants {reference.Name} {reference.Version}";

        Assert.Empty(missing);
    }

    [Fact]
    public void The_resolver_of_Windows_PowerShell_knows_every_file_of_the_folder()
    {
        var strings = Read(Path.Combine(Folder, "TravisOps.dll"), UserStrings);

        Assert.Subset(strings, Files().Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "TravisOps").ToHashSet());
    }

    [Fact]
    public void The_assemblies_are_made_for_the_framework_and_not_for_net8()
    {
        foreach (var file in Files().Where(file => Path.GetFileName(file).StartsWith("TravisOps", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(Read(file, References), reference => reference.Name == "System.Runtime" && reference.Version.Major >= 5);
        }
    }

    private static string[] Files() => Directory.GetFiles(Folder, "*.dll");

    private static T Read<T>(string file, Func<MetadataReader, T> read)
    {
        using var pe = new PEReader(File.OpenRead(file));
        return read(pe.GetMetadataReader());
    }

    private static Version VersionOf(MetadataReader reader) => reader.GetAssemblyDefinition().Version;

    private static List<(string Name, Version Version)> References(MetadataReader reader) =>
        [.. reader.AssemblyReferences.Select(reader.GetAssemblyReference).Select(reference => (reader.GetString(reference.Name), reference.Version))];

    private static HashSet<string> UserStrings(MetadataReader reader)
    {
        var strings = new HashSet<string>();
        for (var handle = System.Reflection.Metadata.Ecma335.MetadataTokens.UserStringHandle(0); !handle.IsNil || strings.Count == 0;)
        {
            strings.Add(reader.GetUserString(handle));
            handle = System.Reflection.Metadata.Ecma335.MetadataReaderExtensions.GetNextHandle(reader, handle);
        }

        return strings;
    }
}
