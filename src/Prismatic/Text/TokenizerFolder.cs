using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Prismatic.Text.Pipeline;
using Prismatic.Text.SentencePieces;

namespace Prismatic.Text;

/// <summary>The tokenizer of a model's folder, in whichever format it comes, and the template of its conversations.</summary>
/// <param name="Tokenizer">From text to ids.</param>
/// <param name="ChatTemplate">The template's text; null where the model has none.</param>
/// <param name="Source">Name of the file the tokenizer was read from.</param>
public sealed record TokenizerFolder(Tokenizer Tokenizer, string? ChatTemplate, string Source)
{
    /// <summary>The token that the model's files name as the first of a text; null where they name none.</summary>
    public int? BeginToken { get; init; }

    /// <summary>What stands around one text, or two, for models of whole texts.</summary>
    public required TextFrame Frame { get; init; }

    /// <summary>The id that rows are filled up with; 0 where the files do not say.</summary>
    public int Pad { get; init; }

    /// <summary>Size of the model's vocabulary as its files give it; null where they do not.</summary>
    public int? ModelVocabulary { get; init; }

    /// <summary>The tool's own format.</summary>
    public const string Own = "tokenizer.bpe";
    private const string Json = "tokenizer.json";
    private const string Pieces = "vocab.json";
    private const string Merges = "merges.txt";
    private const string SentencePiece = "tokenizer.model";
    private const string WordPieces = "vocab.txt";

    /// <summary>Reads the first of tokenizer.bpe, tokenizer.json, vocab.json with merges.txt, tokenizer.model, vocab.txt.</summary>
    /// <param name="folder">Where the model's graph lies; what is missing there is looked for one folder up.</param>
    /// <exception cref="PrismaticException">There is none, it is broken, or it uses what is not known here.</exception>
    public static TokenizerFolder Load(string folder)
    {
        var own = Path.Combine(folder, Own);
        if (File.Exists(own))
        {
            using var stream = File.OpenRead(own);
            var embedded = Tokenizer.Load(stream);
            return new TokenizerFolder(embedded, null, Own)
            {
                Frame = TextFrame.Of(new PostProcessing(embedded.BeginId, embedded.EndId)),
            };
        }
        var files = new ModelFiles(folder);
        var (source, read) = Find(files);
        try
        {
            var settings = new TokenizerSettings(files);
            var parts = read(files, settings);
            var tokenizer = Surround(parts, settings, files);
            return new TokenizerFolder(tokenizer, settings.ChatTemplate, source)
            {
                BeginToken = (settings.Begin ?? parts.BeginName) is { } name ? tokenizer.IdOf(name) : null,
                ModelVocabulary = settings.ModelVocabulary,
                Frame = parts.Frame,
                Pad = parts.Pad ?? (settings.Pad is { } pad ? tokenizer.IdOf(pad) : null) ?? settings.ModelPad ?? 0,
            };
        }
        catch (InvalidOperationException fault)
        {
            // The JSON reader's word for a half surrogate pair.
            throw new PrismaticException($"{source} of the model holds text that is no Unicode", ExitCode.Input, fault);
        }
        catch (PrismaticException fault) when (!fault.Message.Contains(source, StringComparison.Ordinal))
        {
            throw new PrismaticException($"{source}: {fault.Message}", fault.ExitCode, fault);
        }
    }

    private static (string Source, Func<ModelFiles, TokenizerSettings, ReadTokenizer> Read) Find(ModelFiles files)
    {
        if (files.PathOf(Json) is not null)
        {
            return (Json, static (f, settings) => TokenizerJson.Read(f.Json(Json)!.Value, settings.Controls));
        }
        if (files.PathOf(Pieces) is not null && files.PathOf(Merges) is not null)
        {
            return (
                Pieces,
                static (f, settings) => VocabularyAndMerges.Read(f.Json(Pieces)!.Value, f.TextOf(Merges)!, settings)
            );
        }
        if (files.PathOf(SentencePiece) is not null)
        {
            return (SentencePiece, static (f, settings) => PieceModelReader.Read(f.BytesOf(SentencePiece)!, settings));
        }
        if (files.PathOf(WordPieces) is not null)
        {
            return (WordPieces, static (f, settings) => WordPieceVocabulary.Read(f.TextOf(WordPieces)!, settings));
        }
        throw new PrismaticException(
            $"there is no tokenizer in {files.Folder} or one folder up; give {Json}, {Pieces} with {Merges}, "
                + $"{SentencePiece}, {WordPieces}, or {Own} beside the model"
        );
    }

    private static Tokenizer Surround(ReadTokenizer read, TokenizerSettings settings, ModelFiles files)
    {
        // Where two files disagree, an id that the model has goes before one that it has not.
        var known = settings.ModelVocabulary ?? int.MaxValue;
        int?[] ends =
        [
            settings.End is { } name && read.Tokens.TryGetValue(name, out var id) ? id : null,
            read.Around.End,
            .. settings.ModelEnds.Select(end => (int?)end),
        ];
        var end = Array.Find(ends, e => e < known) ?? Array.Find(ends, e => e is not null);
        return new Tokenizer(
            read.Stages.Encode,
            read.Tokens,
            read.Description,
            Fingerprint(files, read.Around.Begin, end)
        )
        {
            BeginId = read.Around.Begin,
            EndId = end,
        };
    }

    private static string Fingerprint(ModelFiles files, int? begin, int? end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in files.Read)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
        }
        hash.AppendData(Encoding.UTF8.GetBytes($"begin {begin} end {end}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
