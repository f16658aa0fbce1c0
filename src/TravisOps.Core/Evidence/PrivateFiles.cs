using System.IO;

namespace TravisOps.Evidence;

/// <summary>Files and folders that only their owner may see: 0700 and 0600 on Unix; on Windows what the folder above grants.</summary>
internal static class PrivateFiles
{
    public static void CreateFolder(string path)
    {
#if NET
        if (!System.OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    public static void Write(string path, byte[] content)
    {
#if NET
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!System.OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
#else
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
#endif
        file.Write(content, 0, content.Length);
    }
}
