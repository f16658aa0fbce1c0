#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# The module's face in a real shell: manifest, exports and help. Nothing is contacted.

BeforeDiscovery {
    $root = (Resolve-Path -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../..')).ProviderPath
    $manifestData = Import-PowerShellDataFile -LiteralPath (Join-Path -Path $root -ChildPath 'TravisOps.psd1')
    $commandCases = @($manifestData.CmdletsToExport | ForEach-Object -Process { @{ CommandName = $_ } })
}

BeforeAll {
    $root = (Resolve-Path -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../..')).ProviderPath
    $manifestPath = Join-Path -Path $root -ChildPath 'TravisOps.psd1'
    Import-Module -Name $manifestPath -Force -ErrorAction Stop
    $module = Get-Module -Name TravisOps
}

AfterAll {
    Remove-Module -Name TravisOps -Force -ErrorAction SilentlyContinue
}

Describe 'The manifest' {
    It 'is valid' {
        Test-ModuleManifest -Path $manifestPath -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'names each cmdlet, without a wildcard' {
        $data = Import-PowerShellDataFile -LiteralPath $manifestPath
        $data.CmdletsToExport | Should -Not -Contain '*'
        @($data.FunctionsToExport).Count | Should -Be 0
        @($data.VariablesToExport).Count | Should -Be 0
    }

    It 'exports what it names, and nothing else' {
        $expected = (Import-PowerShellDataFile -LiteralPath $manifestPath).CmdletsToExport | Sort-Object
        $actual = $module.ExportedCmdlets.Keys | Sort-Object
        $actual -join ',' | Should -Be ($expected -join ',')
    }

    It 'exports every command again after -Force' {
        $before = @($module.ExportedCommands.Keys | Sort-Object)
        Import-Module -Name $manifestPath -Force -ErrorAction Stop
        $after = @((Get-Module -Name TravisOps).ExportedCommands.Keys | Sort-Object)
        $after -join ',' | Should -Be ($before -join ',')
    }

    It 'uses approved verbs' {
        $approved = (Get-Verb).Verb
        foreach ($command in Get-Command -Module TravisOps -CommandType Cmdlet) {
            $command.Verb | Should -BeIn $approved -Because $command.Name
        }
    }
}

Describe 'Help of <CommandName>' -ForEach $commandCases {
    BeforeAll {
        $command = Get-Command -Name $CommandName -Module TravisOps
        $help = Get-Help -Name $CommandName -Full
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $parameters = @($command.Parameters.Keys | Where-Object -FilterScript { $_ -notin $common })
    }

    It 'has a synopsis of its own' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$CommandName *``[*"
    }

    It 'has a description' {
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
    }

    It 'has examples with code' {
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
        foreach ($example in $help.Examples.Example) {
            "$($example.Code)" | Should -Match ([regex]::Escape($CommandName))
        }
    }

    It 'has syntax' {
        ($help.Syntax | Out-String) | Should -Match ([regex]::Escape($CommandName))
    }

    It 'describes every parameter' {
        $described = @($help.Parameters.Parameter)
        foreach ($parameter in $parameters) {
            $text = $described | Where-Object -Property Name -EQ -Value $parameter
            $text | Should -Not -BeNullOrEmpty -Because "-$parameter needs a description"
            ($text.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty -Because "-$parameter needs a description"
        }
    }

    It 'says what it returns' {
        $command.OutputType | Should -Not -BeNullOrEmpty
    }
}
