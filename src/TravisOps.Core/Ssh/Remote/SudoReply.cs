using System;
using System.Linq;
using TravisOps.Evidence;

namespace TravisOps.Ssh;

/// <summary>Understands why sudo did not give root, by what it says under LC_ALL=C (sudo 1.8.9 of Ubuntu 14.04 to 1.9).</summary>
internal static class SudoReply
{
    private static readonly string[] Wrong = ["Sorry, try again", "incorrect password attempt", "Authentication failure", "maximum 3 incorrect"];
    private static readonly string[] Required = ["a password is required", "no askpass program", "a terminal is required to read the password", "no password was provided"];

    public static HostFailure Explain(string text, TravisHost host, string userName, RootRequest request)
    {
        var name = HostNames.Describe(host);
        if (Has(text, "must have a tty"))
        {
            return new HostFailure(HostFailureKind.SudoDenied, $"{name}: sudo wants a terminal for {userName} (requiretty).", $"In sudoers (visudo): Defaults:{userName} !requiretty");
        }

        if (request == RootRequest.Password && Has(text, Wrong))
        {
            return new HostFailure(HostFailureKind.SudoPasswordWrong, $"{name}: sudo did not take the password for {userName}.", "Give the right one with -SudoCredential. It was tried once.");
        }

        if (Has(text, "not in the sudoers file", "not allowed to", "may not run sudo"))
        {
            return Denied(name, userName, text);
        }

        return Has(text, Required) && request == RootRequest.NoPassword
            ? new HostFailure(
                HostFailureKind.SudoPasswordRequired,
                $"{name}: sudo wants a password for {userName}, and none was given.",
                $"Give it with -SudoCredential, or allow it without one (visudo): {userName} ALL=(ALL) NOPASSWD: ALL")
            : Denied(name, userName, text);
    }

    private static HostFailure Denied(string name, string userName, string text) => new(
        HostFailureKind.SudoDenied,
        text.Length == 0 ? $"{name}: sudo did not give {userName} root and said nothing." : $"{name}: sudo did not give {userName} root: {Plain(text)}",
        Has(text, "sudo: not found", "sudo: command not found")
            ? "There is no sudo on the host: log in as root, or install it (apt-get install sudo)."
            : $"Allow it on the host (visudo): {userName} ALL=(ALL) NOPASSWD: ALL. Or log in as a user who may use sudo, or as root.");

    private static bool Has(string text, params string[] parts) => parts.Any(part => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    private static string Plain(string text) => PlainText.OneLine(text, 300);
}
