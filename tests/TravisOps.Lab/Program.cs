using System;
using TravisOps.Lab;

try
{
    return args switch
    {
        [] => await Tour.RunAsync().ConfigureAwait(false),
        ["up", .. string[] rest] => await UpCommand.RunAsync(rest).ConfigureAwait(false),
        ["list"] => ListCommand.Run(),
        ["record", string folder] => await RecordCommand.RunAsync(folder).ConfigureAwait(false),
        _ => throw new ArgumentException($"'{string.Join(' ', args)}' is not understood."),
    };
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine("Usage: TravisOps.Lab                 a tour: start a lab, run the commands against it, stop it");
    Console.Error.WriteLine("       TravisOps.Lab up [--workers N] [--scenario NAME[@HOST][,NAME...]] [--state DIR] [--no-worker-docker]");
    Console.Error.WriteLine("                       [--database] [--broker]   with a real PostgreSQL, a real RabbitMQ in te-main");
    Console.Error.WriteLine("       TravisOps.Lab list            the scenarios");
    Console.Error.WriteLine("       TravisOps.Lab record FOLDER   the evidence of the tour's scenario, anew");
    return 1;
}
catch (LabException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
