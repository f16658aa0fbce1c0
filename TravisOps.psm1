# Chooses the build that fits this PowerShell and exports its cmdlets.
# Only the engine's own commands are used here: a constrained or hosted runspace may have no Utility module.

$ErrorActionPreference = 'Stop'

# Nothing below is allowed there, and the engine's own words would not say why.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "TravisOps can't be loaded in a session in $($ExecutionContext.SessionState.LanguageMode) mode. Let the machine's policy (App Control, AppLocker) trust the module's files, or use a session in FullLanguage mode."
}

# The version of the runtime tells the edition, cheaper than $PSVersionTable: .NET Framework is 4, PowerShell 7.4 came with .NET 8.
$runtime = [System.Environment]::Version.Major
$core = $runtime -ne 4
if ($core -and $runtime -lt 8) {
    throw "TravisOps needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell $($PSVersionTable.PSVersion)."
}

$folder = if ($core) { "$PSScriptRoot/bin/net8.0" } else { "$PSScriptRoot/bin/net472" }
$path = [System.IO.Path]::GetFullPath("$folder/TravisOps.dll")
if (-not [System.IO.File]::Exists($path)) {
    throw "TravisOps is not built: '$path' is missing. Run 'dotnet build' in '$PSScriptRoot' and import the module again."
}

$inner = if ($core) {
    # A load context of our own: another module may have brought another SSH.NET or BouncyCastle into this process.
    $loader = [System.Reflection.Assembly]::LoadFrom("$folder/TravisOps.Loader.dll")
    $assembly = $loader.GetType('TravisOps.Loader.ModuleLoadContext', $true)::LoadModule($path)
    Microsoft.PowerShell.Core\Import-Module -Assembly $assembly -PassThru -ErrorAction Stop
}
else {
    Microsoft.PowerShell.Core\Import-Module -Name $path -PassThru -ErrorAction Stop
}

$inner.ImplementingAssembly.GetType('TravisOps.ModuleExports')::Complete($ExecutionContext.SessionState.Module, $inner)
