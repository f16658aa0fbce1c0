using System.Collections.Generic;
using System.Management.Automation;
using TravisOps.Installations;

namespace TravisOps.Support;

/// <summary>What errors about the inventory are called.</summary>
internal static class InventoryErrors
{
    private static readonly Dictionary<InventoryErrorKind, (string Id, ErrorCategory Category)> Errors = new()
    {
        [InventoryErrorKind.NotFound] = ("InventoryNotFound", ErrorCategory.ObjectNotFound),
        [InventoryErrorKind.Unreadable] = ("InventoryUnreadable", ErrorCategory.ReadError),
        [InventoryErrorKind.Invalid] = ("InventoryInvalid", ErrorCategory.InvalidData),
        [InventoryErrorKind.NoSuchInstallation] = ("InstallationNotFound", ErrorCategory.ObjectNotFound),
        [InventoryErrorKind.Ambiguous] = ("InstallationAmbiguous", ErrorCategory.InvalidArgument),
        [InventoryErrorKind.AlreadyThere] = ("InstallationExists", ErrorCategory.ResourceExists),
        [InventoryErrorKind.NotWritten] = ("InventoryNotWritten", ErrorCategory.WriteError),
    };

    /// <summary>One error that ends the command.</summary>
    public static ErrorRecord ToErrorRecord(InventoryException exception)
    {
        var (id, category) = Errors[exception.Kind];
        return new ErrorRecord(exception, id, category, exception.File);
    }
}
