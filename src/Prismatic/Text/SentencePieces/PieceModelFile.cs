using Google.Protobuf;
using Prismatic.Text.Pipeline;

namespace Prismatic.Text.SentencePieces;

/// <summary>The file tokenizer.model of the library SentencePiece, as far as encoding needs it.</summary>
/// <remarks>Fields and defaults as in sentencepiece_model.proto (package sentencepiece, proto2).</remarks>
internal sealed class PieceModelFile
{
    /// <summary>Number of the unigram model in <see cref="ModelType"/>.</summary>
    public const int Unigram = 1;

    /// <summary>Number of byte-pair encoding in <see cref="ModelType"/>.</summary>
    public const int BytePairs = 2;

    private readonly List<ScoredPiece> _pieces = [];

    private PieceModelFile() { }

    /// <summary>All pieces, id by place.</summary>
    public IReadOnlyList<ScoredPiece> Pieces => _pieces;

    /// <summary>1 unigram, 2 byte pairs, 3 words, 4 characters.</summary>
    public int ModelType { get; private set; } = Unigram;

    /// <summary>Whether the space that marks words stands behind them.</summary>
    public bool SpaceBehind { get; private set; }

    /// <summary>Whether what has no piece becomes pieces of its bytes.</summary>
    public bool ByteFallback { get; private set; }

    /// <summary>The id at the start of a text; negative where there is none.</summary>
    public int Begin { get; private set; } = 1;

    /// <summary>The id at the end of a text; negative where there is none.</summary>
    public int End { get; private set; } = 2;

    /// <summary>Name of the normalization the model was trained with.</summary>
    public string NormalizerName { get; private set; } = "";

    /// <summary>Its replacements; empty where there are none.</summary>
    public byte[] Map { get; private set; } = [];

    /// <summary>Whether a space is put before (or behind) a text.</summary>
    public bool AddsSpace { get; private set; } = true;

    /// <summary>Whether spaces at the ends of a text and all but one of neighbours are left out.</summary>
    public bool RemovesSpaces { get; private set; } = true;

    /// <summary>Whether a space is written as U+2581.</summary>
    public bool EscapesSpaces { get; private set; } = true;

    /// <summary>Reads a file's content.</summary>
    /// <exception cref="PrismaticException">It is not such a file.</exception>
    public static PieceModelFile Read(byte[] bytes)
    {
        var file = new PieceModelFile();
        try
        {
            file.ReadModel(new CodedInputStream(bytes));
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new PrismaticException(
                "the tokenizer is broken: it is no SentencePiece model, or a damaged one; fetch its files again",
                ExitCode.Input,
                fault
            );
        }
        return file._pieces.Count > 0 ? file : throw TokenizerFault.Broken("it has no pieces");
    }

    private void ReadModel(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (tag)
            {
                case 0x0A:
                    _pieces.Add(ReadPiece(Inside(input)));
                    if (_pieces.Count > Vocabulary.MaxIds)
                    {
                        throw TokenizerFault.Broken($"it has more than {Vocabulary.MaxIds} pieces");
                    }
                    break;
                case 0x12:
                    ReadTraining(Inside(input));
                    break;
                case 0x1A:
                    ReadNormalizer(Inside(input));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private static ScoredPiece ReadPiece(CodedInputStream input)
    {
        var (text, score, kind) = ("", 0f, PieceKind.Normal);
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (tag)
            {
                case 0x0A:
                    text = input.ReadString();
                    break;
                case 0x15:
                    score = input.ReadFloat();
                    break;
                case 0x18:
                    kind = (PieceKind)input.ReadInt32();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
        return float.IsFinite(score) && Enum.IsDefined(kind)
            ? new ScoredPiece(text, score, kind)
            : throw TokenizerFault.Broken($"the piece '{TokenizerFault.Short(text)}' has no score or kind");
    }

    private void ReadTraining(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (tag)
            {
                case 3 << 3:
                    ModelType = input.ReadInt32();
                    break;
                case 24 << 3:
                    SpaceBehind = input.ReadBool();
                    break;
                case 35 << 3:
                    ByteFallback = input.ReadBool();
                    break;
                case 41 << 3:
                    Begin = input.ReadInt32();
                    break;
                case 42 << 3:
                    End = input.ReadInt32();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private void ReadNormalizer(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (tag)
            {
                case 0x0A:
                    NormalizerName = input.ReadString();
                    break;
                case 0x12:
                    Map = input.ReadBytes().ToByteArray();
                    break;
                case 3 << 3:
                    AddsSpace = input.ReadBool();
                    break;
                case 4 << 3:
                    RemovesSpaces = input.ReadBool();
                    break;
                case 5 << 3:
                    EscapesSpaces = input.ReadBool();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private static CodedInputStream Inside(CodedInputStream input) => input.ReadBytes().CreateCodedInput();
}
