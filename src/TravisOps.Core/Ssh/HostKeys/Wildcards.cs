namespace TravisOps.Ssh;

/// <summary>OpenSSH's patterns (ssh_config(5), PATTERNS): <c>*</c> is any run of characters, <c>?</c> exactly one.</summary>
internal static class Wildcards
{
    /// <summary>True when the whole text matches. Linear but for one step back to the last <c>*</c>, so no pattern is slow.</summary>
    public static bool Match(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }
}
