namespace TravisOps.Core.Tests.Help;

internal static class HelpPages
{
    public const string CmdletFile = "/docs/Get-Thing.md";

    /// <summary>A good page with everything that a page can have.</summary>
    public static readonly string Cmdlet = """
        ---
        external help file: TravisOps.dll-Help.xml
        Module Name: TravisOps
        online version: https://example.com/Get-Thing
        schema: 2.0.0
        ---

        # Get-Thing

        ## SYNOPSIS
        Gets a *thing*.

        ## SYNTAX

        ### ByName (Default)
        ```
        Get-Thing [-Name] <String> [[-Path] <String[]>] [-Mode <Mode>] [-Wait] [-WhatIf] [<CommonParameters>]
        ```

        ### ByNumber
        ```
        Get-Thing [[-Path] <String[]>] -Number <Int32> [-Mode <Mode>] [-Wait] [-WhatIf]
         [<CommonParameters>]
        ```

        ## DESCRIPTION
        Gets things by `-Name`,
        see [OpenSSH](https://www.openssh.com/).

        - one
        - two
          - two and a half

        ## EXAMPLES

        ### Example 1: By name
        Before.

        ```powershell
        Get-Thing a `
            -Wait
        ```

        ```
        Name
        ----
        a
        ```

        After `<this>`.

        ## PARAMETERS

        ### -Mode
        How.

        ```yaml
        Type: Mode
        Parameter Sets: (All)
        Accepted values: Slow, Fast
        Required: False
        Position: Named
        Default value: Slow
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Name
        Which.

        More of it.

        ```yaml
        Type: String
        Parameter Sets: ByName
        Aliases: Id, N

        Required: True
        Position: 0
        Default value: None
        Accept pipeline input: True (ByPropertyName, ByValue)
        Accept wildcard characters: True
        ```

        ### -Number
        The number.

        ```yaml
        Type: Int32
        Parameter Sets: ByNumber
        Required: True
        Position: Named
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Path
        Where.

        ```yaml
        Type: String[]
        Parameter Sets: (All)
        Required: False
        Position: 1
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -WhatIf
        Shows.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: (All)
        Aliases: wi
        Required: False
        Position: Named
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Wait
        Waits.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: (All)
        Required: False
        Position: Named
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### CommonParameters
        As always.

        ## INPUTS

        ### System.String
        A name.

        ## OUTPUTS

        ### None

        ## NOTES
        A note.

        ## RELATED LINKS

        [Manual](https://example.com/manual)
        """.ReplaceLineEndings("\n");

    public const string AboutFile = "/docs/about_Things.md";

    public static readonly string About = """
        # about_Things

        ## SHORT DESCRIPTION
        What things are.

        ## LONG DESCRIPTION
        A long paragraph that has to be wrapped, because it is longer than the eighty columns that a terminal has.

        ### First steps

        1. Make a thing that is described in an item which is far too long for one line of a terminal.
        2. Look at it:

           ```powershell
           Get-Thing
           ```

        - a
        - b

        | Mode | Meaning |
        |------|---------|
        | Slow | not now |

        ## SEE ALSO
        - [Get-Thing](Get-Thing.md)
        """.ReplaceLineEndings("\n");
}
