<#
.SYNOPSIS
    Builds, tests and packs TravisOps. Everything is done by dotnet; this is for people who have PowerShell.
.PARAMETER Task
    Build: the module, so that Import-Module ./TravisOps.psd1 works.
    Test: all tests; those for Pester too where Pester is installed.
    Lab: starts an installation on this machine and walks through the commands (Linux, as root).
    Package: the module and nothing else under output/TravisOps/<version>, and a zip of it.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Package -Configuration Release
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Lab', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
$project = Join-Path $PSScriptRoot 'src/TravisOps/TravisOps.csproj'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args -join ' ') ended with exit code $LASTEXITCODE."
    }
}

function Invoke-Build {
    Invoke-DotNet build $project --configuration $Configuration
}

function Invoke-Test {
    Invoke-DotNet test (Join-Path $PSScriptRoot 'TravisOps.slnx') --configuration $Configuration

    # dotnet test runs the Pester tests where it finds pwsh; Windows PowerShell is only tried from here.
    if ($PSVersionTable.PSEdition -ne 'Desktop') { return }
    $pester = Get-Module -Name Pester -ListAvailable | Where-Object Version -GE '5.0' | Sort-Object Version -Descending | Select-Object -First 1
    if (-not $pester) {
        Write-Warning 'Pester 5 or later is not installed: its tests were left out. Install-Module Pester -Scope CurrentUser -SkipPublisherCheck'
        return
    }

    Import-Module $pester
    Invoke-Pester -Path (Join-Path $PSScriptRoot 'tests/Pester') -CI
}

function Invoke-Lab {
    Invoke-DotNet run --project (Join-Path $PSScriptRoot 'tests/TravisOps.Lab') --configuration $Configuration
}

function Invoke-Package {
    Invoke-DotNet msbuild $project -restore '-target:PackModule' "-property:Configuration=$Configuration"
    $version = (Import-PowerShellDataFile -Path (Join-Path $PSScriptRoot 'TravisOps.psd1')).ModuleVersion
    Join-Path $PSScriptRoot "output/TravisOps/$version"
    Join-Path $PSScriptRoot "output/TravisOps-$version.zip"
}

foreach ($name in $Task) {
    & "Invoke-$name"
}
