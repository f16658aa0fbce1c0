namespace TravisOps.Installations;

/// <summary>Why an inventory could not be used. Nothing was contacted in any of these cases.</summary>
public enum InventoryErrorKind
{
    /// <summary>There is no inventory file, neither where one was named nor in the usual places.</summary>
    NotFound,

    /// <summary>The file is there and can't be read: permissions, a folder, a broken disk.</summary>
    Unreadable,

    /// <summary>The file, or a parameter of New-TravisInstallation, says something that can't be meant.</summary>
    Invalid,

    /// <summary>The file names no installation of that name.</summary>
    NoSuchInstallation,

    /// <summary>Several installations are there, none is the default and none was named.</summary>
    Ambiguous,

    /// <summary>The file already has an installation of that name and the person did not ask to replace it.</summary>
    AlreadyThere,

    /// <summary>The file could not be written; it is as it was before.</summary>
    NotWritten,
}
