using System.Globalization;
using System.Text;
using System.Text.Json;
using McMaster.Extensions.CommandLineUtils;
using Prismatic.Text;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.Bpe;

/// <summary>Trains the tokenizer on the corpus and writes the token stream and the table of sources.</summary>
[Command(
    "bpe",
    Description = "Train the tokenizer on the corpus and write train.tokens, late.tokens and sources.json/.md."
)]
public sealed class BpeCommand
{
    private const int SpecialIds = 2;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 2 };

    [Option("--shared <DIR>", Description = "The shared data folder, for the table of sources.")]
    public string Shared { get; set; } = "../shared/data";

    [Option("--packages <DIR>", Description = "Unpacked packages, for the table of sources.")]
    public string Packages { get; set; } = "packages";

    [Option("--repositories <DIR>", Description = "Plain checkouts, for the table of sources.")]
    public string RepositoryFolder { get; set; } = "repositories";

    [Option("--corpus <DIR>", Description = "What the corpus command wrote; outputs go there too.")]
    public string Corpus { get; set; } = "corpus";

    [Option("--vocabulary <N>", Description = "Vocabulary size, special ids included.")]
    public int Vocabulary { get; set; } = 6144;

    public int OnExecute()
    {
        Run(Shared, Packages, RepositoryFolder, Corpus, Vocabulary);
        return 0;
    }

    /// <summary>Writes <c>tokenizer.bpe</c>, <c>train.tokens</c>, <c>late.tokens</c>, <c>sources.json</c> and <c>sources.md</c>.</summary>
    public static Tokenizer Run(
        string shared,
        string packages,
        string repositories,
        string folder,
        int size,
        ulong seed = 1
    )
    {
        var train = CorpusFiles.Read(CorpusFiles.TrainPath(folder)).ToList();
        var trainer = new BpeTrainer();
        foreach (var document in train)
        {
            trainer.Add(document.Content);
        }

        var pieces = trainer.Train(size - SpecialIds);
        using (var file = File.Create(Path.Combine(folder, "tokenizer.bpe")))
        {
            Tokenizer.WritePieces(file, pieces);
        }

        var tokenizer = Tokenizer.FromPieces(pieces);
        var sources = CorpusCommand.Sources(shared, packages, repositories);
        var repeats = sources.ToDictionary(static s => s.Name, static s => (double)s.Repeats, StringComparer.Ordinal);
        var tokens = TokenFile.Write(Path.Combine(folder, "train.tokens"), train, repeats, tokenizer, seed);
        var late = TokenFile.Write(Path.Combine(folder, "late.tokens"), train, LateMix.Of(sources), tokenizer, seed);
        var held = HeldOutSplit
            .All.SelectMany(name => CorpusFiles.Read(CorpusFiles.HeldOutPath(folder, name)))
            .ToLookup(static d => d.Source);
        var table = Table(sources, train.ToLookup(static d => d.Source), held, tokens, late);
        File.WriteAllText(Path.Combine(folder, "sources.json"), JsonSerializer.Serialize(table, Indented) + "\n");
        File.WriteAllText(Path.Combine(folder, "sources.md"), Markdown(table));
        Console.WriteLine(
            $"{tokenizer.VocabularySize} ids, {tokens.Values.Sum()} tokens, {late.Values.Sum()} in the late mix"
        );
        return tokenizer;
    }

    private static List<SourceCount> Table(
        IReadOnlyList<CorpusSource> sources,
        ILookup<string, CorpusDocument> train,
        ILookup<string, CorpusDocument> held,
        IReadOnlyDictionary<string, long> tokens,
        IReadOnlyDictionary<string, long> late
    ) =>
        [
            .. sources.Select(s => new SourceCount(
                s.Name,
                s.Origin,
                s.Licence,
                s.Repeats,
                train[s.Name].Count(),
                Bytes(train[s.Name]),
                tokens.GetValueOrDefault(s.Name),
                late.GetValueOrDefault(s.Name),
                held[s.Name].Count(),
                Bytes(held[s.Name])
            )),
        ];

    private static long Bytes(IEnumerable<CorpusDocument> documents) =>
        documents.Sum(static d => (long)Encoding.UTF8.GetByteCount(d.Content));

    private static string Markdown(IEnumerable<SourceCount> table)
    {
        var text = new StringBuilder(
            "| source | origin | licence | documents | bytes | repeats | tokens, repeats counted | tokens in the late mix | held-out bytes |\n| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        );
        foreach (var row in table)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.Origin} | {row.Licence} | {row.TrainDocuments} | {row.TrainBytes} | {row.Repeats} | {row.TrainTokens} | {row.LateTokens} | {row.HeldOutBytes} |\n"
            );
        }

        text.Append("\n| kind | repository | commit | licence |\n| --- | --- | --- | --- |\n");
        foreach (var r in Repositories.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {r.Kind} | {r.Name} | {r.Commit[..12]} | {r.Licence} |\n");
        }

        return text.ToString();
    }
}
