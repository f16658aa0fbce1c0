using System;
using System.Security;
using System.Text;

namespace TravisOps.Ssh;

/// <summary>What is sent on standard input: the password's line when there is one, then the script in its wrapping.</summary>
internal static class ScriptInput
{
    /// <summary>Word after the marker on standard error when the script has come to its end; its exit status follows.</summary>
    public const string Ended = "exit";

    /// <summary>Makes the bytes; who calls clears them.</summary>
    /// <remarks>
    /// The braces make the shell read all of the script before it runs any, so that no command can take a part of it for its input. A
    /// watcher inside them waits for the end of standard input, which stays open until the script has ended: when the connection dies
    /// it ends the whole process group, also as root, where a signal from the login would be ignored. It costs one fork.
    /// </remarks>
    public static byte[] Bytes(string marker, string text, SecureString? password)
    {
        var script = Encoding.UTF8.GetBytes(
            $"trap 's=$?; echo \"{marker} {Ended} $s\" >&2; exit 0' 0\n"
            + "{ { IFS= read -r x; kill -TERM 0; } <&3 3<&- >/dev/null 2>&1 & exec 3<&-\n"
            + text.Replace("\r\n", "\n")
            + "\n} 3<&0 </dev/null; exit\n");
        return WithPassword(script, password);
    }

    /// <summary>Makes the bytes for a script that has the rest of standard input, as descriptor 3; who calls clears them.</summary>
    /// <remarks>Nothing may be sent after them before the script has said something: dash reads ahead.</remarks>
    public static byte[] OpenBytes(string text, SecureString? password) =>
        WithPassword(Encoding.UTF8.GetBytes("{\n" + text + "\n} 3<&0 </dev/null; exit\n"), password);

    private static byte[] WithPassword(byte[] script, SecureString? password)
    {
        if (password is null)
        {
            return script;
        }

        var line = SecureText.ToUtf8(password, extra: 1 + script.Length);
        var end = line.Length - script.Length - 1;
        line[end] = (byte)'\n';
        Buffer.BlockCopy(script, 0, line, end + 1, script.Length);
        return line;
    }
}
