using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Prismatic.Text.Pipeline;

/// <summary>Cuts a piece into smaller ones, in the text's order.</summary>
internal delegate void PreTokenizer(Piece piece, List<Piece> output);

/// <summary>The pre-tokenizers of a tokenizer file.</summary>
internal static class PreTokenizers
{
    private const string Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The pre-tokenizer that a component describes; one that cuts nothing where there is none.</summary>
    /// <exception cref="PrismaticException">It is of a kind that is not known here.</exception>
    public static PreTokenizer Read(JsonElement? component) =>
        component is not { } part
            ? (piece, output) => output.Add(piece)
            : part.Type() switch
            {
                "ByteLevel" => ByteLevel(part.Flag("add_prefix_space", true), part.Flag("use_regex", true)),
                "Split" => Split(part),
                "Digits" => Digits(part.Flag("individual_digits", false)),
                "Metaspace" => Metaspace(part),
                "Whitespace" => Signs(static text => SignKinds.WordsAndSigns(text), DelimiterBehavior.Removed, true),
                "WhitespaceSplit" => Signs(
                    static text => SignKinds.Singles(text, Rune.IsWhiteSpace),
                    DelimiterBehavior.Removed
                ),
                "Punctuation" => Signs(
                    static text => SignKinds.Singles(text, SignKinds.IsPunctuation),
                    Behavior(part.Text("behavior") ?? "Isolated")
                ),
                "BertPreTokenizer" => BertText.Words,
                "Sequence" => Sequence([.. part.List("pretokenizers").Select(p => Read(p))]),
                var other => throw TokenizerFault.Unsupported($"the pre-tokenizer {other}"),
            };

    /// <summary>Bytes as letters, after the cut of GPT-2 where asked for.</summary>
    public static PreTokenizer ByteLevel(bool addPrefixSpace, bool useRegex)
    {
        var pattern = TextPattern.Oniguruma(Words);
        return (piece, output) =>
        {
            var whole = addPrefixSpace && !piece.Text.StartsWith(' ') ? piece with { Text = " " + piece.Text } : piece;
            var first = output.Count;
            if (useRegex)
            {
                Splitting.Split(whole, pattern.Matches(whole.Text), DelimiterBehavior.Isolated, false, output);
            }
            else
            {
                output.Add(whole);
            }
            for (var i = first; i < output.Count; i++)
            {
                output[i] = output[i] with { Text = ByteAlphabet.Spell(output[i].Text) };
            }
        };
    }

    private static PreTokenizer Split(JsonElement part)
    {
        var pattern = Pattern(part);
        var behavior = Behavior(part.Text("behavior") ?? throw TokenizerFault.Broken("a Split has no 'behavior'"));
        var invert = part.Flag("invert", false);
        return (piece, output) => Splitting.Split(piece, pattern.Matches(piece.Text), behavior, invert, output);
    }

    /// <summary>The string or pattern that a component looks for.</summary>
    public static TextPattern Pattern(JsonElement part)
    {
        var pattern = part.Needed("pattern");
        return pattern.Text("String") is { } literal ? TextPattern.Literal(literal)
            : pattern.Text("Regex") is { } regex ? TextPattern.Oniguruma(regex)
            : throw TokenizerFault.Broken("a pattern is neither 'String' nor 'Regex'");
    }

    // Literal as in the reference: what is numeric in Unicode, not only digits.
    private static PreTokenizer Digits(bool individual) =>
        Signs(
            static text => SignKinds.Singles(text, Rune.IsNumber),
            individual ? DelimiterBehavior.Isolated : DelimiterBehavior.Contiguous
        );

    private static PreTokenizer Metaspace(JsonElement part)
    {
        var replacement = part.Text("replacement") ?? "\u2581";
        var scheme =
            part.Text("prepend_scheme")?.ToLower(CultureInfo.InvariantCulture)
            ?? (part.Flag("add_prefix_space", true) ? "always" : "never");
        var split = part.Flag("split", true);
        if (scheme is not ("always" or "first" or "never"))
        {
            throw TokenizerFault.Unsupported($"the Metaspace prepend_scheme {scheme}");
        }
        var pattern = TextPattern.Literal(replacement);
        return (piece, output) =>
        {
            var text = piece.Text.Replace(" ", replacement, StringComparison.Ordinal);
            var prepends = scheme == "always" || (scheme == "first" && piece.AtStart);
            if (prepends && !text.StartsWith(replacement, StringComparison.Ordinal))
            {
                text = replacement + text;
            }
            var whole = piece with { Text = text };
            if (split)
            {
                Splitting.Split(whole, pattern.Matches(text), DelimiterBehavior.MergedWithNext, false, output);
            }
            else
            {
                output.Add(whole);
            }
        };
    }

    private static PreTokenizer Signs(
        Func<string, List<(int Start, int End)>> find,
        DelimiterBehavior behavior,
        bool invert = false
    ) => (piece, output) => Splitting.Split(piece, find(piece.Text), behavior, invert, output);

    /// <summary>One after another, each cutting what those before it left.</summary>
    public static PreTokenizer Sequence(IReadOnlyList<PreTokenizer> steps) =>
        (piece, output) =>
        {
            var pieces = new List<Piece> { piece };
            foreach (var step in steps)
            {
                var next = new List<Piece>(pieces.Count);
                foreach (var cut in pieces)
                {
                    step(cut, next);
                }
                pieces = next;
            }
            output.AddRange(pieces);
        };

    private static DelimiterBehavior Behavior(string name) =>
        Enum.TryParse<DelimiterBehavior>(name, out var behavior) && Enum.IsDefined(behavior) && !char.IsDigit(name[0])
            ? behavior
            : throw TokenizerFault.Unsupported($"the split behavior {name}");
}
