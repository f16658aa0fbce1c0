@{
    RootModule             = 'TravisOps.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '45e07e72-4754-4d44-9bef-db918f7bda13'
    Author                 = 'TravisOps contributors'
    CompanyName            = 'TravisOps contributors'
    Copyright              = 'Copyright (c) TravisOps contributors. MIT License.'
    Description            = 'The operations manual of Travis CI Enterprise 2.x as commands: they reach the platform machine and every worker machine over SSH at once and return objects.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @(
        'src/TravisOps/Formats/Backup.Format.ps1xml'
        'src/TravisOps/Formats/Baseline.Format.ps1xml'
        'src/TravisOps/Formats/Bundle.Format.ps1xml'
        'src/TravisOps/Formats/Check.Format.ps1xml'
        'src/TravisOps/Formats/Connection.Format.ps1xml'
        'src/TravisOps/Formats/Docker.Format.ps1xml'
        'src/TravisOps/Formats/EncryptionKey.Format.ps1xml'
        'src/TravisOps/Formats/Environment.Format.ps1xml'
        'src/TravisOps/Formats/Evidence.Format.ps1xml'
        'src/TravisOps/Formats/Firewall.Format.ps1xml'
        'src/TravisOps/Formats/Installation.Format.ps1xml'
        'src/TravisOps/Formats/InstallationSummary.Format.ps1xml'
        'src/TravisOps/Formats/Log.Format.ps1xml'
        'src/TravisOps/Formats/Restore.Format.ps1xml'
        'src/TravisOps/Formats/Worker.Format.ps1xml'
        'src/TravisOps/Formats/WorkerChange.Format.ps1xml'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @(
        'Get-TravisDockerBinding'
    )
    CmdletsToExport        = @(
        'Add-TravisHostKey'
        'Backup-TravisData'
        'Backup-TravisEncryptionKey'
        'Compare-TravisBaseline'
        'Compare-TravisSupportBundle'
        'Export-TravisInstallation'
        'Find-TravisKnownIssue'
        'Get-TravisDockerBindings'
        'Get-TravisEncryptionKey'
        'Get-TravisEnvironment'
        'Get-TravisInstallation'
        'Get-TravisSupportBundle'
        'Get-TravisWorkerConfiguration'
        'Get-TravisWorkerLog'
        'Invoke-TravisPreflight'
        'New-TravisInstallation'
        'New-TravisSupportBundle'
        'Restart-TravisWorker'
        'Restore-TravisData'
        'Save-TravisBaseline'
        'Save-TravisEvidence'
        'Test-TravisBackup'
        'Test-TravisConnection'
        'Test-TravisDocker'
        'Test-TravisEncryptionKey'
        'Test-TravisFirewall'
        'Test-TravisInstallation'
        'Test-TravisSupportBundle'
        'Test-TravisWorker'
        'Update-TravisWorker'
    )
    PrivateData            = @{
        PSData = @{
            Tags = @('Travis', 'TravisCI', 'TravisCIEnterprise', 'Operations', 'SSH', 'Docker', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
