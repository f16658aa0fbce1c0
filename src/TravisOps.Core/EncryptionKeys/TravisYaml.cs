using System;
using System.IO;
using System.Linq;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TravisOps.EncryptionKeys;

/// <summary>Takes the encryption key out of the platform's travis.yml: the one at production.encryption.key, and no other key.</summary>
internal static class TravisYaml
{
    /// <summary>Where te-main has it.</summary>
    public const string Path = "/usr/local/travis/etc/travis/config/travis.yml";

    private const string Where = "production.encryption.key";

    /// <summary>The key in a file.</summary>
    /// <param name="yaml">The file's bytes; not cleared here.</param>
    /// <param name="name">What the file is called in messages.</param>
    /// <remarks>YamlDotNet keeps values as strings, which stay in this process's memory until they are collected; nothing shows them.</remarks>
    /// <exception cref="EncryptionKeyException">There is none. Nothing of the file is in the message.</exception>
    public static EncryptionKey Read(byte[] yaml, string name)
    {
        var node = Root(yaml, name);
        foreach (var part in Where.Split('.'))
        {
            if (node is not YamlMappingNode mapping)
            {
                throw Missing(name, yaml);
            }

            node = mapping.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode key && key.Value == part).Value;
        }

        if (node is not YamlScalarNode { Value: { Length: > 0 } value })
        {
            throw Missing(name, yaml);
        }

        // A carriage return or spaces at the end of a quoted value are the file's, not the key's.
        return EncryptionKey.Own(Encoding.UTF8.GetBytes(value.Trim()));
    }

    private static YamlNode? Root(byte[] yaml, string name)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(yaml), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents.FirstOrDefault()?.RootNode;
        }
        catch (YamlException error)
        {
            // Its message may quote the file: only the place is told, and the exception goes no further.
            throw new EncryptionKeyException(
                EncryptionKeyErrorKind.NotInFile,
                $"{name} is not valid YAML at line {error.Start.Line}, column {error.Start.Column}.",
                "Tabs for indentation are the usual reason: docker exec CONTAINER grep -nP '^\\t' " + Path);
        }
        catch (DecoderFallbackException)
        {
            throw new EncryptionKeyException(EncryptionKeyErrorKind.NotInFile, $"{name} is not UTF-8 text.");
        }
    }

    // YAML forbids tabs there, and they are taken for part of a value.
    private static EncryptionKeyException Missing(string name, byte[] yaml) => new(
        EncryptionKeyErrorKind.NotInFile,
        $"{name} has no {Where}. Other keys in it, such as encryption_key or pusher.key, are not the one.{(yaml.AsSpan().IndexOf("\n\t"u8) >= 0 ? " It is indented with tabs, which YAML does not allow." : string.Empty)}",
        "Is the platform set up? The key is in its settings, https://HOST:8800/settings.");
}
