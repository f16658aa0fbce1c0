using System.Security;

namespace TravisOps.Module.Tests.Engine;

/// <summary>Passwords as PowerShell holds them.</summary>
internal static class Secret
{
    public static SecureString Of(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
        {
            secure.AppendChar(c);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
