#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# Inventories in a real shell: made, exported, read back, and refused when they are wrong. Nothing is contacted.

BeforeAll {
    $root = (Resolve-Path -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../..')).ProviderPath
    Import-Module -Name (Join-Path -Path $root -ChildPath 'TravisOps.psd1') -Force -ErrorAction Stop
}

AfterAll {
    Remove-Module -Name TravisOps -Force -ErrorAction SilentlyContinue
}

Describe 'An inventory' {
    It 'is made, exported and read back, ranges kept' {
        $path = Join-Path -Path $TestDrive -ChildPath 'travisops.yml'
        New-TravisInstallation -Name production -Platform platform.example.com -Worker 'worker-[01:03].example.com' -UserName ops |
            Export-TravisInstallation -Path $path
        Get-Content -LiteralPath $path -Raw | Should -Match ([regex]::Escape('worker-[01:03].example.com'))
        $installation = Get-TravisInstallation -Path $path
        @($installation.Workers).Count | Should -Be 3
        $installation.Workers[1].ComputerName | Should -Be 'worker-02.example.com'
    }

    It 'is not written with -WhatIf' {
        $path = Join-Path -Path $TestDrive -ChildPath 'whatif.yml'
        New-TravisInstallation -Name production -Platform platform.example.com | Export-TravisInstallation -Path $path -WhatIf
        Test-Path -LiteralPath $path | Should -BeFalse
    }

    It 'with an unknown key gives one error that names file, line and column' {
        $path = Join-Path -Path $TestDrive -ChildPath 'bad.yml'
        Set-Content -LiteralPath $path -Value "installations:`n  production:`n    platfrom: platform.example.com"
        { Get-TravisInstallation -Path $path -ErrorAction Stop } | Should -Throw -ExpectedMessage '*bad.yml(3,5)*platfrom*'
    }
}
