using TravisOps.Core.Tests.Backups;
using TravisOps.Core.Tests.Bundles;
using Xunit.Runner.InProc.SystemConsole;

// With an argument of theirs this program is a process that makes backups or a bundle, to be killed; otherwise it is the test runner.
return args switch
{
    [BackupChild.Argument] => BackupChild.Serve(),
    [BundleChild.Argument] => BundleChild.Serve(),
    _ => await ConsoleRunner.Run(args).ConfigureAwait(false),
};
