using System;

namespace TravisOps.Ssh;

/// <summary>The server wants a new password; none is ever given.</summary>
internal sealed class PasswordExpiredException() : Exception("The server wants a new password.");
