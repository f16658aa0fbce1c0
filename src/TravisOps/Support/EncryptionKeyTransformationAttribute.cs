using System.Management.Automation;
using System.Security;
using TravisOps.EncryptionKeys;

namespace TravisOps.Support;

/// <summary>Takes the key out of what Get-TravisEncryptionKey gives; anything else stays as it is.</summary>
internal sealed class EncryptionKeyTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is PSObject saved && saved.Properties[nameof(SavedEncryptionKey.Key)]?.Value is SecureString key ? key : inputData;
}
