using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace TravisOps.Module.Tests.Engine;

/// <summary>The commands as an engine has them after the import.</summary>
internal static class ModuleCommands
{
    public static IReadOnlyList<CmdletInfo> Infos(EngineHost engine) =>
        [.. engine.Run("Get-Command -Module TravisOps -CommandType Cmdlet").ThrowIfFailed().Output.Select(o => (CmdletInfo)o.BaseObject)];

    public static IReadOnlyList<Type> All(EngineHost engine) => [.. Infos(engine).Select(info => info.ImplementingType)];
}
