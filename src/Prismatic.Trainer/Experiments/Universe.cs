using Prismatic.Numerics;
using Prismatic.Text;
using Prismatic.Trainer.Bpe;

namespace Prismatic.Trainer.Experiments;

/// <summary>
/// The rows all training sets are drawn from, the test mix, and the students' tokenizer, which is learnt from the training
/// rows alone. Nothing here depends on the proxy: students stay comparable when the proxy changes.
/// </summary>
internal sealed class Universe
{
    private const ulong Seed = 3;

    /// <summary>Shortest row in characters: less says nothing.</summary>
    private const int MinLength = 12;
    private const int SpecialIds = 2;

    private readonly Dictionary<string, int[]> _encoded = [];

    private Universe(
        Tokenizer tokenizer,
        Dictionary<string, IReadOnlyList<ExperimentRow>> training,
        Dictionary<string, IReadOnlyList<ExperimentRow>> test
    ) => (Tokenizer, Training, Test) = (tokenizer, training, test);

    /// <summary>Of the students.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Distinct rows of each training source, in seeded order, up to the limit of tokens.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ExperimentRow>> Training { get; }

    /// <summary>Rows of each test source, in seeded order, up to the limit of tokens.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ExperimentRow>> Test { get; }

    /// <summary>Reads the sources.</summary>
    /// <param name="root">The shared data folder.</param>
    /// <param name="options">Sizes.</param>
    public static Universe Read(string root, ExperimentOptions options)
    {
        var files = new SourceFiles(root);
        return Of(
            [.. TrainingSources.Names.Select(name => (name, TrainingSources.Read(files, name)))],
            [.. TestSources.Names.Select(name => (name, TestSources.Read(files, name)))],
            options
        );
    }

    /// <summary>Shuffles sources that are in memory, learns the tokenizer, and cuts them to size.</summary>
    /// <param name="training">Sources with their rows.</param>
    /// <param name="test">Other sources with their rows.</param>
    /// <param name="options">Sizes.</param>
    public static Universe Of(
        IReadOnlyList<(string Name, IEnumerable<ExperimentRow> Rows)> training,
        IReadOnlyList<(string Name, IEnumerable<ExperimentRow> Rows)> test,
        ExperimentOptions options
    )
    {
        var shuffled = training.ToDictionary(source => source.Name, source => Shuffled(source.Rows));
        var trainer = new BpeTrainer();
        foreach (var rows in shuffled.Values)
        {
            // Equal shares by text, so that no source owns the pieces.
            var left = options.TokenizerCharacters;
            foreach (var row in rows.TakeWhile(_ => left > 0))
            {
                trainer.Add(row.Text);
                left -= row.Text.Length;
            }
        }
        var tokenizer = Tokenizer.FromPieces(trainer.Train(options.Student.VocabularySize - SpecialIds));
        var encoder = new Universe(tokenizer, [], []);
        return new Universe(
            tokenizer,
            Cut(encoder, shuffled, options.SourceTokens),
            Cut(
                encoder,
                test.ToDictionary(source => source.Name, source => Shuffled(source.Rows)),
                options.TestTokensPerSource,
                options.Student.Window + 1
            )
        );
    }

    /// <summary>Begin, text, end.</summary>
    public int[] Encode(ExperimentRow row)
    {
        lock (_encoded)
        {
            if (_encoded.TryGetValue(row.Text, out var known))
            {
                return known;
            }
        }
        var ids = Tokenizer.EncodeWhole(row.Text);
        lock (_encoded)
        {
            return _encoded[row.Text] = ids;
        }
    }

    /// <summary>Tokens of a row, special ids included.</summary>
    public int Tokens(ExperimentRow row) => Encode(row).Length;

    private static Dictionary<string, IReadOnlyList<ExperimentRow>> Cut(
        Universe universe,
        Dictionary<string, List<ExperimentRow>> sources,
        int limit,
        int longest = int.MaxValue
    ) => sources.ToDictionary(pair => pair.Key, pair => Prefix(universe, pair.Value, limit, longest));

    private static IReadOnlyList<ExperimentRow> Prefix(
        Universe universe,
        List<ExperimentRow> rows,
        int limit,
        int longest
    )
    {
        var total = 0;
        return [.. rows.TakeWhile(row => (total += Math.Min(longest, universe.Tokens(row))) <= limit)];
    }

    private static List<ExperimentRow> Shuffled(IEnumerable<ExperimentRow> rows)
    {
        ExperimentRow[] distinct = [.. rows.Where(row => row.Text.Length >= MinLength).DistinctBy(row => row.Text)];
        new Pcg32(Seed).Shuffle<ExperimentRow>(distinct);
        return [.. distinct];
    }
}
