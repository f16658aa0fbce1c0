using System;
using System.Management.Automation.Host;

namespace TravisOps.Lab.Terminal;

/// <summary>A screen of 120 columns: what the views are made for.</summary>
internal sealed class TourRawUserInterface : PSHostRawUserInterface
{
    private const int Columns = 120;
    private const int Rows = 50;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override Size BufferSize { get; set; } = new(Columns, Rows);

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override bool KeyAvailable => false;

    public override Size MaxPhysicalWindowSize => new(Columns, Rows);

    public override Size MaxWindowSize => new(Columns, Rows);

    public override Coordinates WindowPosition { get; set; }

    public override Size WindowSize { get; set; } = new(Columns, Rows);

    public override string WindowTitle { get; set; } = "TravisOps tour";

    public override void FlushInputBuffer()
    {
        // There is no input.
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => new BufferCell[0, 0];

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException("The tour has no keyboard.");

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
    {
        // Output only ever grows.
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
    {
        // Output only ever grows.
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // Output only ever grows.
    }
}
