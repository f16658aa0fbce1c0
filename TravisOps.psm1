# Chooses the build that fits this PowerShell and exports its cmdlets.
# Only the engine's own commands are used here: a constrained or hosted runspace may have no Utility module.

$ErrorActionPreference = 'Stop'

$core = $PSVersionTable.PSEdition -eq 'Core'
if ($core -and $PSVersionTable.PSVersion -lt '7.4') {
    throw "TravisOps needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell $($PSVersionTable.PSVersion)."
}

$folder = [System.IO.Path]::Combine($PSScriptRoot, 'bin', $(if ($core) { 'net8.0' } else { 'net472' }))
$path = [System.IO.Path]::Combine($folder, 'TravisOps.dll')
if (-not [System.IO.File]::Exists($path)) {
    throw "TravisOps is not built: '$path' is missing. Run 'dotnet build' in '$PSScriptRoot' and import the module again."
}

$inner = if ($core) {
    # A load context of our own: another module may have brought another SSH.NET or BouncyCastle into this process.
    $loader = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($folder, 'TravisOps.Loader.dll'))
    $assembly = $loader.GetType('TravisOps.Loader.ModuleLoadContext', $true)::LoadModule($path)
    Microsoft.PowerShell.Core\Import-Module -Assembly $assembly -PassThru -ErrorAction Stop
}
else {
    Microsoft.PowerShell.Core\Import-Module -Name $path -PassThru -ErrorAction Stop
}

# On a second import (-Force) the engine takes the binary module from its cache and leaves out the step that hands its
# commands to the module around it (https://github.com/PowerShell/PowerShell/issues/20710), so do that step here.
$flags = [System.Reflection.BindingFlags]'Instance, NonPublic'
$module = $ExecutionContext.SessionState.Module
foreach ($command in $inner.ExportedCmdlets.Values) {
    if (-not $module.ExportedCmdlets.ContainsKey($command.Name)) {
        $null = [psmoduleinfo].GetMethod('AddExportedCmdlet', $flags).Invoke($module, @(, $command))
    }
}
foreach ($alias in $inner.ExportedAliases.Values) {
    if (-not $module.ExportedAliases.ContainsKey($alias.Name)) {
        $null = [psmoduleinfo].GetMethod('AddExportedAlias', $flags).Invoke($module, @(, $alias))
    }
}
