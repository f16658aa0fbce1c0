using System.Collections.Generic;

namespace TravisOps.Support;

/// <summary>A list inside a result: elements to ConvertTo-Json and Where-Object, words to Export-Csv, which writes what ToString says.</summary>
internal sealed class ResultList : List<object>
{
    private readonly string _words;

    public ResultList(IEnumerable<object> elements, IEnumerable<string> words)
        : base(elements) => _words = string.Join("; ", words);

    public override string ToString() => _words;
}
