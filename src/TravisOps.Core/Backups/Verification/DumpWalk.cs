using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace TravisOps.Backups;

/// <summary>
/// Reads a dump of pg_dump's custom format as it passes, far enough to know that it is whole: its table of contents, and then a block of data for each entry that has one, in
/// pieces up to a piece of no length. The format has no mark at its end, and pg_dump's exit status says nothing of what became of its output behind it.
/// </summary>
/// <remarks>
/// PostgreSQL, src/bin/pg_dump: pg_backup_archiver.c (ReadHead, ReadToc, ReadInt, ReadStr) and pg_backup_custom.c (_ReadExtraToc, _skipData, _skipLOs). Versions of the format:
/// 1.10 to 1.13 are of PostgreSQL 8 to 11, 1.14 of 12, 1.15 of 16, 1.16 of 17.
/// </remarks>
internal sealed class DumpWalk
{
    private const int Oldest = 110, WithSections = 111, WithAccessMethods = 114, WithAlgorithm = 115, WithKinds = 116, Newest = 116;

    /// <summary>Of texts that are kept: names and versions.</summary>
    private const int LongestText = 4096;

    private const byte Custom = 1, Data = 1, LargeObjects = 3;

    private readonly IEnumerator<long> _steps;
    private readonly byte[] _kept = new byte[LongestText];
    private int _intSize = 4;
    private int _version;
    private int _at;
    private long _lastLength;
    private long _wanted;
    private bool _keeps;
    private bool _ended;
    private DumpState _state;
    private long _size;
    private long _entries;
    private long _blocks;
    private long _blocksRead;
    private DumpFacts? _facts;

    public DumpWalk()
    {
        _steps = Steps().GetEnumerator();
        Step();
    }

    /// <summary>What it says at its beginning; null when that is not there, or is of an unknown version.</summary>
    public DumpFacts? Facts => _facts is null ? null : _facts with { Size = _size };

    /// <summary>What it is, when all of it has been taken.</summary>
    public DumpState State => !_ended ? _facts is null ? DumpState.NotADump : DumpState.Broken : _state;

    /// <summary>Why it is not whole, for a person.</summary>
    public string Flaw => State switch
    {
        DumpState.Whole => "nothing",
        DumpState.NotADump => "it does not begin as one of pg_dump's custom format does",
        DumpState.Unknown => string.Format(CultureInfo.InvariantCulture, "its format has the version {0}.{1}, which is not known here", _version / 100, _version % 100),
        _ when _ended => "it has something that the format has not",
        _ when _entries > 0 => "it ends in its table of contents",
        _ => string.Format(CultureInfo.InvariantCulture, "it ends behind the data of {0} of {1} tables", _blocksRead, _blocks),
    };

    /// <summary>Takes the next bytes.</summary>
    public void Take(byte[] buffer, int offset, int count)
    {
        _size += count;
        while (count > 0 && !_ended)
        {
            var now = (int)Math.Min(count, _wanted);
            if (_keeps)
            {
                Buffer.BlockCopy(buffer, offset, _kept, _at, now);
                _at += now;
            }

            offset += now;
            count -= now;
            _wanted -= now;
            if (_wanted == 0)
            {
                Step();
            }
        }

        if (_ended && count > 0 && _state == DumpState.Whole)
        {
            _state = DumpState.Broken;
        }
    }

    private void Step()
    {
        do
        {
            try
            {
                if (!_steps.MoveNext())
                {
                    _ended = true;
                    return;
                }
            }
            catch (InvalidDataException)
            {
                _state = _facts is null ? DumpState.NotADump : DumpState.Broken;
                _ended = true;
                return;
            }

            _at = 0;
            _keeps = _steps.Current > 0;
            _wanted = Math.Abs(_steps.Current);
        }
        while (_wanted == 0);
    }

    /// <summary>Gives how many bytes are wanted next, to be kept, or below zero to be passed over.</summary>
    private IEnumerable<long> Steps()
    {
        yield return 11;
        _version = (_kept[5] * 100) + _kept[6];
        _intSize = _kept[8];
        var offsetSize = _kept[9];
        if (Encoding.ASCII.GetString(_kept, 0, 5) != "PGDMP" || _kept[10] != Custom || _intSize is < 4 or > 8 || offsetSize is 0 or > 8)
        {
            throw new InvalidDataException();
        }

        if (_version is < Oldest or > Newest)
        {
            _state = DumpState.Unknown;
            yield break;
        }

        // How it is compressed, and when it was made: seven numbers.
        yield return _version >= WithAlgorithm ? -1 : -Int;
        yield return -7 * Int;
        var texts = new string[3];
        for (var i = 0; i < texts.Length; i++)
        {
            yield return Int;
            yield return Length(LongestText);
            texts[i] = Encoding.UTF8.GetString(_kept, 0, _at);
        }

        _facts = new DumpFacts { Database = texts[0], ServerVersion = texts[1].Split(' ')[0], ToolVersion = texts[2].Split(' ')[0] };
        yield return Int;
        _entries = Number();
        if (_entries < 0)
        {
            throw new InvalidDataException();
        }

        // Two object ids, tag and description; then definition, drop and copy statements, schema and tablespace, and owner and "with oids".
        const int Before = 4;
        var middle = _version >= WithAccessMethods ? 6 : 5;
        for (; _entries > 0; _entries--)
        {
            yield return 2 * Int;
            var hasData = Number(Int) != 0;
            for (var i = 0; i < Before + middle + 2; i++)
            {
                if (i == Before && _version >= WithSections)
                {
                    yield return -Int;
                }

                if (i == Before + middle && _version >= WithKinds)
                {
                    yield return -Int;
                }

                yield return Int;
                yield return -Length(int.MaxValue);
            }

            // What it depends on, up to a text that is none.
            do
            {
                yield return Int;
                yield return -Length(int.MaxValue);
            }
            while (_lastLength >= 0);

            yield return -(1 + offsetSize);
            _blocks += hasData ? 1 : 0;
        }

        for (; _blocksRead < _blocks; _blocksRead++)
        {
            yield return 1 + Int;
            var kind = _kept[0];
            if (kind is not (Data or LargeObjects))
            {
                throw new InvalidDataException();
            }

            do
            {
                if (kind == LargeObjects)
                {
                    // Its id; none at the end.
                    yield return Int;
                    if (Number() == 0)
                    {
                        break;
                    }
                }

                do
                {
                    yield return Int;
                    if (Number() < 0)
                    {
                        throw new InvalidDataException();
                    }

                    yield return -Number();
                }
                while (Number() != 0);
            }
            while (kind == LargeObjects);
        }

        _state = DumpState.Whole;
    }

    /// <summary>Bytes of a number: its sign, then its bytes from the lowest.</summary>
    private int Int => 1 + _intSize;

    private long Number(int at = 0)
    {
        long number = 0;
        for (var i = 0; i < _intSize; i++)
        {
            number |= (long)_kept[at + 1 + i] << (8 * i);
        }

        return _kept[at] != 0 ? -number : number;
    }

    /// <summary>Bytes of a text whose length was just read; a text that is none has a length below zero.</summary>
    private long Length(int limit)
    {
        _lastLength = Number();
        return _lastLength > limit ? throw new InvalidDataException() : Math.Max(0, _lastLength);
    }
}
