using System.Text.Json;
using Prismatic.Text.Pipeline;

namespace Prismatic.Text;

/// <summary>WordPiece as the file vocab.txt, one piece a line, with the rest as BERT's tokenizer class has it.</summary>
internal static class WordPieceVocabulary
{
    private static readonly string[] Classes =
    [
        "BertTokenizer",
        "DistilBertTokenizer",
        "ElectraTokenizer",
        "MobileBertTokenizer",
        "ConvBertTokenizer",
        "LayoutLMTokenizer",
        "RetriBertTokenizer",
        "SqueezeBertTokenizer",
    ];

    /// <summary>Reads the file.</summary>
    /// <exception cref="PrismaticException">Broken, or made for a tokenizer class that is not known here.</exception>
    public static ReadTokenizer Read(string lines, TokenizerSettings settings)
    {
        var frame = Frame(settings.ClassName);
        var vocabulary = Pieces(lines);
        var isRoberta = frame == "MPNetTokenizer";
        var (begin, end, unknown) = isRoberta ? ("<s>", "</s>", "[UNK]") : ("[CLS]", "[SEP]", "[UNK]");
        begin = settings.Token("cls_token") ?? begin;
        end = settings.Token("sep_token") ?? end;
        unknown = settings.Token("unk_token") ?? unknown;
        foreach (var name in new[] { begin, end, unknown, "[PAD]", "[MASK]", "<pad>", "<mask>" })
        {
            settings.Controls.Add(name);
        }
        var added = settings.Added(vocabulary, settings.Controls);
        foreach (var control in settings.Controls)
        {
            vocabulary.Reserve(control);
        }
        var rules = settings.Bert;
        var (first, last) = (Id(vocabulary, begin), Id(vocabulary, end));
        var model = new WordPieceModel(vocabulary, new WordPieceRules(Id(vocabulary, unknown), "##", 100));
        return new ReadTokenizer(
            new TextPipeline(added, BertText.Normalizer(rules), BertText.Words, model),
            TokenizerJson.All(vocabulary, added),
            new PostProcessing(first, last),
            $"WordPiece, {vocabulary.Count} pieces, {(rules.Lowers ? "lower case" : "case kept")}"
        )
        {
            Frame = isRoberta ? TextFrame.Roberta(first, last) : TextFrame.Bert(first, last),
        };
    }

    private static string? Frame(string? className)
    {
        var name = className?.EndsWith("Fast", StringComparison.Ordinal) == true ? className[..^4] : className;
        return name is null or "MPNetTokenizer" || Classes.Contains(name)
            ? name
            : throw TokenizerFault.Unsupported($"vocab.txt for the class {className}; give tokenizer.json");
    }

    private static Vocabulary Pieces(string lines)
    {
        var vocabulary = new Vocabulary();
        var id = 0;
        foreach (var line in lines.Split('\n'))
        {
            var piece = line.TrimEnd('\r');
            // An empty line has a number too; no word is empty.
            if (piece.Length > 0)
            {
                vocabulary.Add(piece, id);
            }
            id++;
        }
        return vocabulary.Count > 0 ? vocabulary : throw TokenizerFault.Broken("its vocabulary is empty");
    }

    private static int Id(Vocabulary vocabulary, string piece) =>
        vocabulary.FindAny(piece) is >= 0 and var id
            ? id
            : throw TokenizerFault.Broken($"it has no token '{TokenizerFault.Short(piece)}'");
}
