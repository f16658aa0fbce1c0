#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# Pipelines as in the README, in a real shell, against a lab that was started with
#   dotnet run --project tests/TravisOps.Lab -- up --workers 2 --scenario faulty --state DIR
# Give it as $env:TRAVISOPS_LAB_STATE = 'DIR'.

BeforeDiscovery {
    $noLab = -not ($env:TRAVISOPS_LAB_STATE -and (Test-Path -LiteralPath (Join-Path -Path $env:TRAVISOPS_LAB_STATE -ChildPath 'ready')))
    if ($noLab) {
        Write-Warning -Message 'Lab.Tests.ps1 is skipped: $env:TRAVISOPS_LAB_STATE names no running lab.'
    }
}

BeforeAll {
    $root = (Resolve-Path -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../..')).ProviderPath
    Import-Module -Name (Join-Path -Path $root -ChildPath 'TravisOps.psd1') -Force -ErrorAction Stop
    $savedInventory = $env:TRAVISOPS_INVENTORY
    if ($env:TRAVISOPS_LAB_STATE) {
        $env:TRAVISOPS_INVENTORY = Join-Path -Path $env:TRAVISOPS_LAB_STATE -ChildPath 'travisops.yml'
    }
}

AfterAll {
    $env:TRAVISOPS_INVENTORY = $savedInventory
    Remove-Module -Name TravisOps -Force -ErrorAction SilentlyContinue
}

Describe 'Against a running lab' -Skip:$noLab {
    It 'knows the installation' {
        $installation = Get-TravisInstallation
        $installation.Name | Should -Be 'lab'
        $installation.Platform.ComputerName | Should -Be 'platform.lab.test'
    }

    It 'tells of each host whether it is online' {
        $hosts = @((Get-TravisInstallation).Hosts)
        $results = @(Test-TravisConnection -ErrorAction Stop)
        $results.Count | Should -Be $hosts.Count
        $results | ForEach-Object -Process { $_.ComputerName | Should -Not -BeNullOrEmpty }
    }

    It 'takes the installation from the pipeline' {
        $results = @(Get-TravisInstallation | Test-TravisConnection -Role Platform)
        $results.Count | Should -Be 1
        $results[0].ComputerName | Should -Be 'platform.lab.test'
    }

    It 'runs the preflight, and the results group, filter and convert' {
        $results = @(Invoke-TravisPreflight -ErrorAction SilentlyContinue)
        $results.Count | Should -BeGreaterThan 10
        @($results | Group-Object -Property Status).Count | Should -BeGreaterThan 1
        $failures = @($results | Where-Object -Property Status -EQ -Value Fail)
        foreach ($failure in $failures) {
            $failure.Remedy | Should -Not -BeNullOrEmpty -Because $failure.Id
        }
        $json = $results | ConvertTo-Json -Depth 5 -WarningAction Stop
        ($json | ConvertFrom-Json).Count | Should -Be $results.Count
        $csv = $results | ConvertTo-Csv -NoTypeInformation
        $csv.Count | Should -BeGreaterOrEqual ($results.Count + 1)
    }

    It 'gives the same results from saved evidence' {
        $folder = Join-Path -Path $TestDrive -ChildPath 'evidence'
        Save-TravisEvidence -Path $folder -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $first = Invoke-TravisPreflight -EvidencePath $folder -ErrorAction SilentlyContinue
        $second = Invoke-TravisPreflight -EvidencePath $folder -ErrorAction SilentlyContinue
        ($second | ConvertTo-Json -Depth 5) | Should -Be ($first | ConvertTo-Json -Depth 5)
    }

    It 'completes host names' {
        $line = 'Test-TravisConnection -ComputerName '
        $completions = (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText
        $completions | Should -Contain 'platform.lab.test'
    }

    It 'writes tables that fit 120 columns' {
        $text = Invoke-TravisPreflight -ErrorAction SilentlyContinue | Out-String -Width 120 -Stream
        $text | Where-Object -FilterScript { ($_ -replace "$([char]27)\[[0-9;]*m").Length -gt 120 } | Should -BeNullOrEmpty
    }
}
