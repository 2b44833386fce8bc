using System.Text;
using Prismatic.Text.Pipeline;

namespace Prismatic.Text.SentencePieces;

/// <summary>Reads tokenizer.model with the files beside it, as the classes Llama, CodeLlama and Gemma do.</summary>
internal static class PieceModelReader
{
    /// <summary>Reads a file's content.</summary>
    /// <exception cref="PrismaticException">Broken, or it uses something that is not known here.</exception>
    public static ReadTokenizer Read(byte[] bytes, TokenizerSettings settings)
    {
        Require(settings.ClassName);
        var file = PieceModelFile.Read(bytes);
        var vocabulary = new Vocabulary();
        for (var id = 0; id < file.Pieces.Count; id++)
        {
            var piece = file.Pieces[id];
            vocabulary.Add(piece.Text.Length > 0 ? piece.Text : throw TokenizerFault.Broken("a piece is empty"), id);
            if (piece.Kind is PieceKind.Control or PieceKind.Unknown or PieceKind.Byte)
            {
                vocabulary.Reserve(piece.Text);
            }
        }
        var added = Added(settings, vocabulary);
        var symbols = new SortedPieces(
            vocabulary.Pieces.Where(pair =>
                file.Pieces[pair.Value].Kind == PieceKind.UserDefined && vocabulary.Find(pair.Key) >= 0
            )
        );
        var normalizer = new PieceNormalizer(file, symbols);
        // Older files mark the words after each control token anew, later ones only the first of a text.
        var marksAll = settings.IsLegacy;
        PreTokenizer prepare = (piece, output) =>
            output.Add(piece with { Text = normalizer.Apply(piece.Text, marksAll || piece.AtStart) });
        int? begin = Control(file, file.Begin);
        return new ReadTokenizer(
            new TextPipeline(added, null, prepare, Model(file, vocabulary, symbols)),
            TokenizerJson.All(vocabulary, added),
            new PostProcessing(
                settings.AddsBegin ?? true ? Named(settings.Begin, vocabulary, added) ?? begin : null,
                Control(file, file.End)
            ),
            Describe(file, added.Count)
        )
        {
            BeginName = begin is { } id0 ? file.Pieces[id0].Text : null,
        };
    }

    private static void Require(string? className)
    {
        var name = className?.EndsWith("Fast", StringComparison.Ordinal) == true ? className[..^4] : className;
        if (name is not (null or "LlamaTokenizer" or "CodeLlamaTokenizer" or "GemmaTokenizer"))
        {
            // Others move the ids or normalize on their own.
            throw TokenizerFault.Unsupported($"tokenizer.model for the class {className}; give tokenizer.json");
        }
    }

    private static List<AddedToken> Added(TokenizerSettings settings, Vocabulary vocabulary)
    {
        var added = settings.Added(vocabulary);
        var known = added.ConvertAll(token => token.Content).ToHashSet();
        foreach (var marker in settings.Controls.Order(StringComparer.Ordinal))
        {
            if (!known.Contains(marker) && vocabulary.FindAny(marker) is >= 0 and var id)
            {
                added.Add(new AddedToken(marker, id) { Control = true });
            }
            vocabulary.Reserve(marker);
        }
        foreach (var token in added.Where(token => token.Control))
        {
            vocabulary.Reserve(token.Content);
        }
        return added;
    }

    private static ITokenModel Model(PieceModelFile file, Vocabulary vocabulary, SortedPieces symbols)
    {
        var fallback = PieceFallback.Of(file, vocabulary);
        return file.ModelType switch
        {
            PieceModelFile.BytePairs => new ScoredMergeModel(file.Pieces, vocabulary, symbols, fallback),
            PieceModelFile.Unigram => Unigram(file, vocabulary, fallback.Unknown),
            3 => throw TokenizerFault.Unsupported("the SentencePiece model of whole words"),
            4 => throw TokenizerFault.Unsupported("the SentencePiece model of characters"),
            var other => throw TokenizerFault.Broken($"its model type {other} is none"),
        };
    }

    private static UnigramModel Unigram(PieceModelFile file, Vocabulary vocabulary, int unknown)
    {
        var normal = file.Pieces.Where(piece => piece.Kind == PieceKind.Normal).Select(piece => piece.Score).ToList();
        if (normal.Count == 0)
        {
            throw TokenizerFault.Broken("it has no pieces that were learnt from text");
        }
        // The reference starts its search for the highest score at the smallest positive number, so that it finds no other.
        const float SmallestPositive = 1.17549435e-38f;
        var (lowest, highest) = (normal.Min(), Math.Max(SmallestPositive, normal.Max()));
        // What was given by hand wins over what was learnt.
        double[] scores =
        [
            .. file.Pieces.Select(piece =>
                piece.Kind == PieceKind.UserDefined
                    ? (Encoding.UTF8.GetByteCount(piece.Text) * highest) - 0.1
                    : piece.Score
            ),
        ];
        var reachable = vocabulary.Pieces.Where(pair =>
            file.Pieces[pair.Value].Kind != PieceKind.Unused && vocabulary.Find(pair.Key) >= 0
        );
        var rules = new UnigramRules(unknown, lowest - (float)UnigramModel.UnknownPenalty, file.ByteFallback, true);
        return new UnigramModel(vocabulary, new SortedPieces(reachable), scores, rules);
    }

    private static int? Named(string? name, Vocabulary vocabulary, List<AddedToken> added) =>
        name is null ? null
        : added.Find(token => token.Content == name) is { } token ? token.Id
        : vocabulary.FindAny(name) is >= 0 and var id ? id
        : null;

    private static int? Control(PieceModelFile file, int id) =>
        id >= 0 && id < file.Pieces.Count && file.Pieces[id].Kind == PieceKind.Control ? id : null;

    private static string Describe(PieceModelFile file, int added)
    {
        var kind = file.ModelType == PieceModelFile.BytePairs ? "BPE" : "unigram";
        var name = file.NormalizerName.Length > 0 ? VisibleName(file.NormalizerName) : "none";
        return $"SentencePiece {kind}{(file.ByteFallback ? " with byte fallback" : "")}, {file.Pieces.Count} pieces and {added} "
            + $"added tokens, normalizer {name}";
    }

    private static string VisibleName(string name) =>
        name.Length <= 40 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')
            ? name
            : "of its own";
}
