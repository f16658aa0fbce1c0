using System;
using TravisOps.Module.Tests.Engine;
using Xunit.Runner.InProc.SystemConsole;

// With --engine this program is a fresh process with a PowerShell engine in it; otherwise it is the test runner.
return args is ["--engine"]
    ? EngineProcess.Serve(Console.In, Console.Out, Console.Error)
    : await ConsoleRunner.Run(args).ConfigureAwait(false);
