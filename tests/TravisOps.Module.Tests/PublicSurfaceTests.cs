using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using TravisOps.Module.Tests.Engine;
using Xunit;

namespace TravisOps.Module.Tests;

public sealed class PublicSurfaceTests
{
    private static readonly string[] Ours = ["TravisOps", "TravisOps.Core"];

    /// <summary>What a person holds in a variable must not be a type of a library that another module has in another version.</summary>
    [Fact]
    public void No_type_of_a_library_is_in_a_public_signature()
    {
        using var engine = new EngineHost();
        var module = ModuleCommands.All(engine)[0].Assembly;
        var core = ModuleCommands.All(engine).SelectMany(type => type.GetProperties()).First(property => property.Name == "Installation").PropertyType.GetElementType()!.Assembly;
        Assert.Equal(Ours, new[] { module, core }.Select(assembly => assembly.GetName().Name!));

        var foreign = from assembly in new[] { module, core }
                      from type in assembly.GetExportedTypes()
                      from used in Signatures(type).SelectMany(Parts)
                      let home = used.Assembly.GetName().Name!
                      where !Ours.Contains(home) && home != "System.Management.Automation" && !IsBaseClassLibrary(used.Assembly)
                      select $"{type.FullName} shows {used.FullName}";

        Assert.Empty(foreign.Distinct());
    }

    [Fact]
    public void The_core_names_no_PowerShell_type()
    {
        using var engine = new EngineHost();
        var core = ModuleCommands.All(engine).SelectMany(type => type.GetProperties()).First(property => property.Name == "Installation").PropertyType.GetElementType()!.Assembly;

        Assert.DoesNotContain("System.Management.Automation", core.GetReferencedAssemblies().Select(name => name.Name));
    }

    private static bool IsBaseClassLibrary(Assembly assembly) =>
        System.IO.Path.GetDirectoryName(assembly.Location) == System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location);

    private static IEnumerable<Type> Signatures(Type type)
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.BaseType is not null)
        {
            yield return type.BaseType;
        }

        foreach (var one in type.GetInterfaces())
        {
            yield return one;
        }

        foreach (var method in type.GetMethods(Visible).Cast<MethodBase>().Concat(type.GetConstructors(Visible)).Where(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly))
        {
            foreach (var parameter in method.GetParameters())
            {
                yield return parameter.ParameterType;
            }

            if (method is MethodInfo { ReturnType: var returned })
            {
                yield return returned;
            }
        }

        foreach (var field in type.GetFields(Visible).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
        {
            yield return field.FieldType;
        }
    }

    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()),
        { IsGenericParameter: true } => [],
        _ => [type],
    };
}
