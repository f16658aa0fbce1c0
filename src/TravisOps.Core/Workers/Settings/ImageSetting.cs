using System.Text.RegularExpressions;
using TravisOps.Checks.Preflight;

namespace TravisOps.Workers.Settings;

/// <summary>The worker's image where it is set: in a drop-in of its unit, or in a file of settings.</summary>
internal static class ImageSetting
{
    private const string Repository = "travisci/worker";

    // A name with its registry, a tag, a digest; nothing that a shell or sed reads otherwise.
    private static readonly Regex Parts = new(@"^(?<name>(?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?[A-Za-z0-9._/-]+?)(?::[A-Za-z0-9_.-]+)?(?:@[a-z0-9]+:[0-9a-f]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Whether that is the name of an image at all.</summary>
    public static bool IsImage(string image) => Parts.IsMatch(image);

    /// <summary>The same image by a tag, of whatever registry it is; the one that Travis has when it is not known.</summary>
    public static string WithTag(string? image, string tag) => $"{(image is not null && Parts.Match(image) is { Success: true } match ? match.Groups["name"].Value : Repository)}:{tag}";

    /// <summary>A command that fetches an image, and then sets it instead of the one that a file has, whatever form that has.</summary>
    public static string Set(string path, string image) =>
        $"sudo docker pull {image} && sudo sed -i \"s#\\({WorkerConfiguration.ImageName}=[\\\"']\\?\\)[^\\\"' ]*#\\1{image}#\" {Paste.Word(path)} && sudo systemctl daemon-reload";
}
