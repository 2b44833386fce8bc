using System.Text.Json;
using Prismatic.Text.Pipeline;

namespace Prismatic.Text;

/// <summary>Byte-level BPE as the two files vocab.json and merges.txt, with the rest as its tokenizer class has it.</summary>
internal static class VocabularyAndMerges
{
    // The cut of Qwen2's tokenizer class.
    private const string QwenWords =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>Reads both files.</summary>
    /// <exception cref="PrismaticException">Broken, or made for a tokenizer class that is not known here.</exception>
    public static ReadTokenizer Read(JsonElement pieces, string merges, TokenizerSettings settings)
    {
        var vocabulary = new Vocabulary();
        if (pieces.ValueKind != JsonValueKind.Object)
        {
            throw TokenizerFault.Broken("it is not an object of pieces with ids");
        }
        foreach (var piece in pieces.EnumerateObject())
        {
            vocabulary.Add(piece.Name, piece.Value.Id(piece.Name));
        }
        var added = settings.Added(vocabulary);
        added.ForEach(token => Reserve(vocabulary, token));
        foreach (var control in settings.Controls)
        {
            vocabulary.Reserve(control);
        }
        var (normalizer, preTokenizer, kind) = Cut(settings);
        var model = new BytePairModel(vocabulary, Pairs(merges), new BytePairRules(-1, false, false, false));
        int? begin =
            settings is { AddsBegin: true, Begin: { } name } && vocabulary.FindAny(name) is >= 0 and var id ? id : null;
        return new ReadTokenizer(
            new TextPipeline(added, normalizer, preTokenizer, model),
            TokenizerJson.All(vocabulary, added),
            new PostProcessing(begin, null),
            $"byte-level BPE, {vocabulary.Count} pieces and {added.Count} added tokens, {kind}"
        );
    }

    private static void Reserve(Vocabulary vocabulary, AddedToken token)
    {
        if (token.Control)
        {
            vocabulary.Reserve(token.Content);
        }
    }

    private static (Func<string, string>? Normalizer, PreTokenizer PreTokenizer, string Kind) Cut(
        TokenizerSettings settings
    )
    {
        var prefix = settings.AddsPrefixSpace ?? false;
        var name = settings.ClassName;
        switch (name?.EndsWith("Fast", StringComparison.Ordinal) == true ? name[..^4] : name)
        {
            case null or "GPT2Tokenizer" or "CodeGenTokenizer":
                return (null, PreTokenizers.ByteLevel(prefix, true), "cut as GPT-2");
            case "Qwen2Tokenizer":
                var words = TextPattern.Oniguruma(QwenWords);
                PreTokenizer split = (piece, output) =>
                    Splitting.Split(piece, words.Matches(piece.Text), DelimiterBehavior.Isolated, false, output);
                return (
                    static text => text.Normalize(System.Text.NormalizationForm.FormC),
                    PreTokenizers.Sequence([split, PreTokenizers.ByteLevel(prefix, false)]),
                    "NFC, cut as Qwen2"
                );
            default:
                throw TokenizerFault.Unsupported(
                    $"vocab.json and merges.txt for the class {name}; give tokenizer.json"
                );
        }
    }

    private static IEnumerable<(string Left, string Right)> Pairs(string merges)
    {
        var number = 0;
        foreach (var line in merges.Split('\n'))
        {
            number++;
            var text = line.TrimEnd('\r');
            if (text.Length == 0 || (number == 1 && text.StartsWith("#version", StringComparison.Ordinal)))
            {
                continue;
            }
            var parts = text.Split(' ');
            yield return parts.Length == 2
                ? (parts[0], parts[1])
                : throw TokenizerFault.Broken($"line {number} of merges.txt is no merge of two pieces");
        }
    }
}
