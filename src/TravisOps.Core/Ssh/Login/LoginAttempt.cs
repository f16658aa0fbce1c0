using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace TravisOps.Ssh;

/// <summary>
/// One try to log in on one connection, and a record of it. The password is sent once at the most, by whichever method the server
/// takes: a second try with the same wrong password only brings an account closer to being locked.
/// </summary>
internal sealed class LoginAttempt : IDisposable
{
    /// <summary>Prompts of PAM modules that want a new password: "New password:", "(current) UNIX password:", "Retype new password:".</summary>
    private static readonly Regex ChangePrompt = new(@"\b(new|retype|re-enter|current)\b|expired|required to change", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly Login _login;
    private readonly byte[]? _password;
    private readonly List<string> _tried = [];
    private bool _passwordSent;

    public LoginAttempt(Login login)
    {
        _login = login;
        var methods = new List<AuthenticationMethod>();
        if (login.Keys.Count > 0)
        {
            methods.Add(new LoginMethod(new PrivateKeyAuthenticationMethod(login.UserName, [.. login.Keys]), this));
        }

        if (login.Password is not null)
        {
            // The password method first: one round trip where keyboard-interactive takes two or three.
            _password = SecureText.ToUtf8(login.Password);
            var password = new PasswordAuthenticationMethod(login.UserName, _password);
            password.PasswordExpired += (_, _) => throw new PasswordExpiredException();
            var interactive = new KeyboardInteractiveAuthenticationMethod(login.UserName);
            interactive.AuthenticationPrompt += (_, prompt) => Answer(prompt);
            methods.Add(new LoginMethod(password, this));
            methods.Add(new LoginMethod(interactive, this));
        }

        // The library insists on a method, also where the host key will be refused before any is used.
        Methods = methods.Count > 0 ? [.. methods] : [new NoneAuthenticationMethod(login.UserName)];
    }

    public AuthenticationMethod[] Methods { get; }

    /// <summary>Names of the methods that were tried, in order.</summary>
    public IReadOnlyList<string> Tried => _tried;

    /// <summary>What the server would still take after the last refusal; empty before.</summary>
    public IReadOnlyList<string> Offered { get; private set; } = [];

    /// <summary>A question of the server that has no answer here, such as a one-time code; null when there was none.</summary>
    public string? UnansweredPrompt { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var method in Methods)
        {
            method.Dispose();
        }

        if (_password is not null)
        {
            Array.Clear(_password, 0, _password.Length);
        }
    }

    /// <summary>False when the method has nothing left to try.</summary>
    public bool MayTry(string method)
    {
        if (method == "password" && _passwordSent)
        {
            return false;
        }

        if (method == "keyboard-interactive" && _passwordSent && Offered.Contains("password"))
        {
            return false;
        }

        _tried.Add(method);
        _passwordSent |= method == "password";
        return true;
    }

    public void Record(AuthenticationMethod method)
    {
        if (method.AllowedAuthentications is { } allowed)
        {
            Offered = allowed;
        }
    }

    private void Answer(AuthenticationPromptEventArgs args)
    {
        foreach (var prompt in args.Prompts)
        {
            if (ChangePrompt.IsMatch(prompt.Request) || ChangePrompt.IsMatch(args.Instruction ?? string.Empty))
            {
                throw new PasswordExpiredException();
            }

            if (prompt.IsEchoed || _passwordSent || args.Prompts.Count > 1)
            {
                UnansweredPrompt = prompt.Request.Trim();
                throw new SshAuthenticationException("The server asks '" + UnansweredPrompt + "', and there is no answer to that.");
            }

            prompt.Response = SecureText.ToText(_login.Password!);
            _passwordSent = true;
        }
    }

    /// <summary>Puts the record around a method of the library.</summary>
    private sealed class LoginMethod(AuthenticationMethod inner, LoginAttempt attempt) : AuthenticationMethod(inner.Username)
    {
        public override string Name => inner.Name;

        public override AuthenticationResult Authenticate(Session session)
        {
            if (!attempt.MayTry(inner.Name))
            {
                return AuthenticationResult.Failure;
            }

            var result = inner.Authenticate(session);
            AllowedAuthentications = inner.AllowedAuthentications;
            attempt.Record(inner);
            return result;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
