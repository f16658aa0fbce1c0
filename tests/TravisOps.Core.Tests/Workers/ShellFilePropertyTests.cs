using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsCheck;
using TravisOps.Workers.Settings;
using Xunit;

namespace TravisOps.Core.Tests.Workers;

/// <summary>The same files, sourced by a real dash and taken apart and worked out by us: the same values, or none where only a run could tell.</summary>
public sealed class ShellFilePropertyTests
{
    private const int FilesAtOnce = 40;

    private static readonly string[] Names = ["A", "B", "AB", "C_1", "POOL_SIZE"];

    private static readonly Gen<string> Name = Any(Names);
    private static readonly Gen<string> Bare = Any("x", "builds.trusty", "a/b:c@d", "1", "%41", "e=f", "#", "{", "}", "!", "[a]", "*", "?", "-", "ü", "a,b", "^", "http://u:p@h/");
    private static readonly Gen<string> SingleQuoted = Any("''", "'a b'", "'\"'", "'$A'", "'\\'", "'#x'", "'a\nb'", "'{;}'", "'`'", "'~'", "'%'");
    private static readonly Gen<string> Escaped = Any("\\ ", "\\$", "\\'", "\\\"", "\\\\", "\\a", "\\#", "\\\n", "\\;", "\\{");
    private static readonly Gen<string> InDouble = Any("a b", "\\\"", "\\$A", "\\\\", "\\a", "\\\n", "'", "#", ";", "}", "{", "%", "~", "*", "\\`", "\n", "&|<>");

    private static readonly Gen<string> Operation = Any(":-", "-", ":+", "+", ":=", "=");

    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(n => texts[n]);

    /// <summary>Words, as deep as their parameters nest.</summary>
    private static Gen<string> Word(int depth, bool quoted) => Gen.OneOf(Piece(depth, quoted).Array[0, 3].Select(string.Concat), Piece(depth, quoted).Array[1, 2].Select(string.Concat));

    private static Gen<string> Piece(int depth, bool quoted)
    {
        List<Gen<string>> pieces = quoted ? [InDouble.Where(text => text != "}")] : [Bare.Where(text => text is not ("#" or "}")), SingleQuoted, Escaped];
        pieces.Add(Name.Select(name => "$" + name));
        pieces.Add(Name.Select(name => "${" + name + "}"));
        if (depth > 0)
        {
            pieces.Add(Gen.Select(Name, Operation, Word(depth - 1, quoted), (name, operation, word) => "${" + name + operation + word + "}"));
            if (!quoted)
            {
                pieces.Add(Piece(depth - 1, quoted: true).Array[0, 4].Select(parts => "\"" + string.Concat(parts) + "\""));
            }
        }

        return Gen.OneOf([.. pieces]);
    }

    private static readonly Gen<string> Assignment = Gen.Select(
        Any("", "export ", "  ", "export\t"), Name, Gen.OneOf(Word(2, quoted: false), Piece(2, quoted: true).Array[0, 4].Select(parts => "\"" + string.Concat(parts) + "\"")), Any("", " # it's", ";", "  "),
        (export, name, word, end) => export + name + "=" + word + end);

    private static readonly Gen<string> Plain = Gen.Frequency(
        (10, Assignment),
        (1, Name.Select(name => "export " + name)),
        (1, Name.Select(name => "unset " + name)),
        (1, Any("", "# export A=\"x\"", "#", "   ", "; true")),
        (1, Gen.Select(Assignment, Assignment, (one, two) => one.TrimEnd(';') + "\n" + two)),
        (1, Gen.Select(Name, Word(1, quoted: false), Name, Word(1, quoted: false), (one, first, two, second) => $"export {one}={first} {two}={second}")),
        (1, Gen.Select(Name, Word(1, quoted: false), Name, Word(1, quoted: false), (one, first, two, second) => $"{one}={first} {two}={second}")),
        (1, Gen.Select(Name, Word(1, quoted: true), (name, word) => ": \"${" + name + ":=" + word + "}\"")),
        (1, Any("set -a", "set +a")));

    private static readonly Gen<string> Wild = Gen.Frequency(
        (6, Plain),
        (1, Gen.Select(Name, Any("$(echo out)", "`echo out`", "$((1+2))", "~", "$$", "$#", "${A%b}", "${A##*/}", "${#A}", "\"$(echo \")\")\"", "${A:-$(echo x)}"), (name, word) => name + "=" + word)),
        (1, Gen.Select(Any("true", "false", "[ -n \"$A\" ]"), Any("&&", "||"), Assignment, (test, list, one) => $"{test} {list} {one}")),
        (1, Gen.Select(Any("true", "false"), Assignment, Assignment, (test, one, two) => $"if {test}; then\n{one}\nelse\n{two}\nfi")),
        (1, Gen.Select(Name, Assignment, (name, one) => $"for {name} in 1 2; do {one}\ndone")),
        (1, Gen.Select(Name, Assignment, (name, one) => $"case ${name} in x) {one}\n;; *) B=other;; esac")),
        (1, Gen.Select(Assignment, one => "{ " + one + "\n}")),
        (1, Gen.Select(Assignment, one => "( " + one + "\n)")),
        (1, Any("A=1 true", "A=1 | cat", "eval 'A=2'", "echo \"$A\" x >/dev/null", "readonly AB", "read A </dev/null", "f() { A=f; }", "A=3 export B=4")));

    /// <summary>Lines of a file; in one of four a backslash and a line's end are put anywhere but in a comment: between two words, in a name or an operator, in quotes.</summary>
    private static Gen<string[]> Files(Gen<string> line, int lines) =>
        Gen.Select(line.Array[1, lines], Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 6])), Gen.Int[0, 10_000].Array[6], (text, folds, places) =>
        {
            var file = string.Join("\n", text) + "\n";
            foreach (var place in places.Take(folds))
            {
                var at = place % file.Length;
                var line = file[(file[..at].LastIndexOf('\n') + 1)..at];
                if (!line.EndsWith('\\') && !line.Contains('#'))
                {
                    file = file.Insert(at, "\\\n");
                }
            }

            return file;
        }).Array[FilesAtOnce];

    [Fact]
    public void What_can_be_told_without_running_is_told_and_is_what_dash_has() =>
        Files(Plain, lines: 8)
            .Sample(files => Compare(files, everythingKnown: true), iter: 12, threads: 1);

    [Fact]
    public void What_only_a_run_could_tell_is_unknown_and_never_wrong() =>
        Files(Wild, lines: 6)
            .Sample(files => Compare(files, everythingKnown: false), iter: 12, threads: 1);

    private static void Compare(string[] files, bool everythingKnown)
    {
        var folder = Directory.CreateTempSubdirectory("travisops-").FullName;
        try
        {
            for (var n = 0; n < files.Length; n++)
            {
                File.WriteAllText(Path.Combine(folder, $"f{n:000}"), files[n]);
            }

            // A file that ends its shell, as for a read-only variable, ends the subshell only.
            var show = string.Concat(Names.Select(name => $"printf '%s\\0' \"${{{name}-<unset>}}\"; "));
            var script = $"for f in {folder}/f*; do ( . \"$f\" >/dev/null 2>&1; {show} ) 2>/dev/null; printf 'end\\0'; done\n";
            var real = Sh.Run("dash", script).Output.Split('\0');
            var answer = SettingsAnswer.Parse(Take(folder, files.Length));
            var at = 0;
            for (var n = 0; n < files.Length; n++)
            {
                var end = Array.IndexOf(real, "end", at);
                var shell = new ShellEnvironment();
                shell.Read(answer.Files[n]);
                if (end - at == Names.Length)
                {
                    Compare(files[n], shell, real[at..end], everythingKnown);
                }
                else
                {
                    // dash gave up; whatever we say of it, we must not have thought that it reads everything.
                    Assert.True(shell.Lost is not null || !everythingKnown, $"dash ended in:\n{files[n]}");
                }

                at = end + 1;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string file, ShellEnvironment shell, string[] real, bool everythingKnown)
    {
        for (var n = 0; n < Names.Length; n++)
        {
            var mine = shell.Find(Names[n]);
            if (mine?.Unknown is { } why)
            {
                Assert.True(!everythingKnown || why.Contains("shells read differently", StringComparison.Ordinal), $"{Names[n]} is unknown ({why}) in:\n{file}");
            }
            else
            {
                Assert.True((mine?.Text ?? "<unset>") == real[n], $"{Names[n]} is '{real[n]}' in dash and '{mine?.Text}' here, in:\n{file}");
            }
        }
    }

    private static string Take(string folder, int count)
    {
        var arguments = new List<string> { "-v", "mode=settings", "-v", "mask=0", "-v", "secret_names=TOKEN", WorkerScripts.Awk };
        arguments.AddRange(Enumerable.Range(0, count).Select(n => $"+{folder}/f{n:000}"));
        var (output, errors, exit) = Sh.Run("awk", string.Empty, arguments: [.. arguments]);
        Assert.True(exit == 0 && errors.Length == 0, errors);
        return output;
    }
}
