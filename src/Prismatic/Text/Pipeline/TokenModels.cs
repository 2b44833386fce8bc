using System.Text.Json;

namespace Prismatic.Text.Pipeline;

/// <summary>Reads the part "model" of a tokenizer file.</summary>
internal static class TokenModels
{
    /// <summary>Its pieces with their ids.</summary>
    public static Vocabulary Vocabulary(JsonElement model)
    {
        var vocabulary = new Vocabulary();
        switch (TypeOf(model))
        {
            case "BPE":
            case "WordPiece":
                foreach (var piece in model.Pairs("vocab"))
                {
                    vocabulary.Add(piece.Name, piece.Value.Id(piece.Name));
                }
                break;
            case "Unigram":
                foreach (var piece in model.List("vocab"))
                {
                    vocabulary.Add(Scored(piece).Piece, vocabulary.Size);
                }
                break;
            case var other:
                throw TokenizerFault.Unsupported($"the model {other}");
        }
        return vocabulary.Count > 0 ? vocabulary : throw TokenizerFault.Broken("its vocabulary is empty");
    }

    /// <summary>The model, once it is known which pieces are control tokens.</summary>
    public static ITokenModel Read(JsonElement model, Vocabulary vocabulary) =>
        TypeOf(model) switch
        {
            "Unigram" => Unigram(model, vocabulary),
            "WordPiece" => WordPieces(model, vocabulary),
            _ => BytePairs(model, vocabulary),
        };

    /// <summary>What the model is called in the field.</summary>
    public static string KindOf(JsonElement model, JsonElement root)
    {
        if (TypeOf(model) is "Unigram" or "WordPiece")
        {
            return TypeOf(model) == "Unigram" ? "unigram" : "WordPiece";
        }
        return model.Flag("byte_fallback", false) ? "BPE with byte fallback"
            : root.Part("pre_tokenizer")?.GetRawText().Contains("\"ByteLevel\"", StringComparison.Ordinal) == true
                ? "byte-level BPE"
            : "BPE";
    }

    private static string TypeOf(JsonElement model) =>
        model.Text("type")
        ?? (
            model.Part("merges") is not null ? "BPE"
            : model.Part("vocab")?.ValueKind == JsonValueKind.Array ? "Unigram"
            : model.Part("continuing_subword_prefix") is not null && model.Part("max_input_chars_per_word") is not null
                ? "WordPiece"
            : "without a type"
        );

    private static WordPieceModel WordPieces(JsonElement model, Vocabulary vocabulary)
    {
        const int LongestWord = 100;
        var name = model.Text("unk_token") ?? "[UNK]";
        var unknown = vocabulary.FindAny(name);
        if (unknown < 0)
        {
            throw TokenizerFault.Broken(
                $"the token '{TokenizerFault.Short(name)}' for unknown words is not in its vocabulary"
            );
        }
        var longest = model.Part("max_input_chars_per_word") is { } most
            ? most.Id("max_input_chars_per_word")
            : LongestWord;
        var prefix = model.Text("continuing_subword_prefix") ?? "##";
        return new WordPieceModel(vocabulary, new WordPieceRules(unknown, prefix, longest));
    }

    private static BytePairModel BytePairs(JsonElement model, Vocabulary vocabulary)
    {
        foreach (var affix in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (model.Text(affix) is { Length: > 0 })
            {
                throw TokenizerFault.Unsupported($"a {affix}");
            }
        }
        if (model.Part("dropout") is { ValueKind: JsonValueKind.Number } dropout && dropout.GetDouble() != 0)
        {
            throw TokenizerFault.Unsupported("dropout: its ids are random");
        }
        var unknown = model.Text("unk_token") is { } token ? vocabulary.FindAny(token) : -1;
        var rules = new BytePairRules(
            unknown,
            model.Flag("fuse_unk", false),
            model.Flag("byte_fallback", false),
            model.Flag("ignore_merges", false)
        );
        return new BytePairModel(vocabulary, model.List("merges").Select(Merge), rules);
    }

    private static (string Left, string Right) Merge(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2)
        {
            return (Piece(merge[0]), Piece(merge[1]));
        }
        var parts = merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ') : [];
        return parts.Length == 2
            ? (parts[0], parts[1])
            : throw TokenizerFault.Broken($"{TokenizerFault.Short(merge.GetRawText())} is no merge of two pieces");
    }

    private static string Piece(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw TokenizerFault.Broken("a piece is not text");

    private static UnigramModel Unigram(JsonElement model, Vocabulary vocabulary)
    {
        var scores = model.List("vocab").Select(piece => Scored(piece).Score).ToArray();
        var unknown = model.Part("unk_id") is { } id ? id.Id("unk_id") : -1;
        if (unknown < 0 || unknown >= scores.Length)
        {
            throw TokenizerFault.Broken("its unigram model has no 'unk_id' among its pieces");
        }
        var reachable = vocabulary.Pieces.Where(pair => vocabulary.Find(pair.Key) >= 0);
        var unknownScore = scores.Min() - UnigramModel.UnknownPenalty;
        var rules = new UnigramRules(unknown, unknownScore, model.Flag("byte_fallback", false), SinglePrecision: false);
        return new UnigramModel(vocabulary, new SortedPieces(reachable), scores, rules);
    }

    private static (string Piece, double Score) Scored(JsonElement piece) =>
        piece.ValueKind == JsonValueKind.Array
        && piece.GetArrayLength() == 2
        && piece[0].ValueKind == JsonValueKind.String
        && piece[1].ValueKind == JsonValueKind.Number
        && piece[1].TryGetDouble(out var score)
        && double.IsFinite(score)
            ? (piece[0].GetString()!, score)
            : throw TokenizerFault.Broken($"{TokenizerFault.Short(piece.GetRawText())} is no piece with its score");
}
