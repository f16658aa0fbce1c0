using System;
using System.Collections.Generic;
using System.Linq;
using TravisOps.Checks;

namespace TravisOps.Bundles;

/// <summary>What a bundle is worth: whether its files are those that were written, whether it is complete, redacted, and of today.</summary>
public static class BundleTest
{
    private const string Area = "Support";

    /// <summary>After that long the hosts may look otherwise.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromDays(3);

    /// <summary>The results, one a question.</summary>
    /// <param name="bundle">The bundle, read with its secrets looked for.</param>
    /// <param name="now">The present, UTC.</param>
    public static IReadOnlyList<CheckResult> Judge(OpenedBundle bundle, DateTime now)
    {
        if (bundle is null)
        {
            throw new ArgumentNullException(nameof(bundle));
        }

        return [Hashes(bundle), Complete(bundle), Redacted(bundle), Age(bundle, now)];
    }

    private static CheckResult Hashes(OpenedBundle bundle)
    {
        var found = bundle.Found.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var listed = bundle.Manifest.Files.GroupBy(file => file.Path).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        List<string> wrong =
        [
            .. listed.Values.Where(file => !found.TryGetValue(file.Path, out var there) || there.Bytes != file.Bytes).Select(file => $"{file.Path} is missing or has another length"),
            .. listed.Values.Where(file => found.TryGetValue(file.Path, out var there) && there.Bytes == file.Bytes && there.Sha256 != file.Sha256).Select(file => $"{file.Path} was changed"),
            .. found.Keys.Where(path => !listed.ContainsKey(path) && path != BundlePaths.Manifest).Select(path => $"{path} was added"),
        ];
        return Result(
            bundle,
            "Support.BundleHashes",
            wrong.Count == 0 ? CheckStatus.Pass : CheckStatus.Fail,
            "each file as the manifest has it",
            wrong.Count == 0 ? $"{listed.Count} files" : string.Join("; ", wrong.Take(5)),
            wrong.Count == 0 ? $"All {listed.Count} files are as they were written." : $"{wrong.Count} files are not as they were written.",
            wrong.Count == 0 ? null : "Get the bundle again from whoever made it.");
    }

    private static CheckResult Complete(OpenedBundle bundle)
    {
        var contract = bundle.Contract;
        return Result(
            bundle,
            "Support.BundleComplete",
            contract.Received == contract.Expected ? CheckStatus.Pass : CheckStatus.Warn,
            "100 %",
            $"{contract.Percent} %",
            contract.Received == contract.Expected ? $"All {contract.Expected} things that were expected are there." : $"{contract.Received} of {contract.Expected} things are there. Missing: {string.Join(" ", contract.Gaps.Take(3))}",
            contract.Received == contract.Expected ? null : "Make it again when the hosts can be reached: New-TravisSupportBundle -RequireComplete");
    }

    private static CheckResult Redacted(OpenedBundle bundle)
    {
        var bad = bundle.Suspicious.Count > 0 || bundle.Redaction.Left != 0;
        var blind = bundle.Redaction.KnownFrom.Any(one => one.Contains("could not be read"));
        return Result(
            bundle,
            "Support.BundleRedacted",
            bad ? CheckStatus.Fail : blind ? CheckStatus.Warn : CheckStatus.Pass,
            "nothing that looks like a secret",
            bad ? string.Join("; ", bundle.Suspicious.Take(5)) : $"{bundle.Redaction.Counts.Sum(count => count.Count)} taken out, {bundle.Redaction.KnownSecrets} looked for everywhere",
            bad ? "Something in it looks like a secret."
                : blind ? "Nothing in it looks like a secret, but not all secrets of the platform were known when it was made: " + string.Join("; ", bundle.Redaction.KnownFrom)
                : "Nothing in it looks like a secret.",
            bad ? "Do not send it. Make it again: New-TravisSupportBundle" : null);
    }

    private static CheckResult Age(OpenedBundle bundle, DateTime now)
    {
        var age = now - bundle.Manifest.CreatedAt.ToUniversalTime();
        var fresh = age <= s_fresh && age >= TimeSpan.FromHours(-1);
        return Result(
            bundle,
            "Support.BundleAge",
            fresh ? CheckStatus.Pass : CheckStatus.Warn,
            $"at most {s_fresh.TotalDays} days",
            FormattableString.Invariant($"{age.TotalDays:0.0} days"),
            fresh ? "It is recent." : FormattableString.Invariant($"It was made {age.TotalDays:0.0} days ago: the hosts may look otherwise by now."),
            fresh ? null : "Make a new one: New-TravisSupportBundle");
    }

    private static CheckResult Result(OpenedBundle bundle, string id, CheckStatus status, string expected, string actual, string message, string? remedy) => new()
    {
        Id = id,
        Area = Area,
        ComputerName = bundle.Evidence.Count == 0 ? bundle.Manifest.Installation : bundle.Evidence[0].ComputerName,
        Role = TravisRole.Platform,
        Status = status,
        Expected = expected,
        Actual = actual,
        Message = message,
        Remedy = remedy,
        Reference = "Operations manual, \"Write a support request\"",
        Evidence = bundle.Path,
        CollectedAt = bundle.Manifest.CreatedAt.ToUniversalTime(),
    };
}
