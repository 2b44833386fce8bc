using System.Globalization;
using System.Text.RegularExpressions;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Selection;

namespace Prismatic.Benchmarks;

/// <summary>
/// Which space and which threshold tell near-copies from rows that are merely similar: the tables of
/// docs/benchmarks/nearcopies.md.
/// </summary>
internal static partial class NearCopiesBenchmark
{
    private const int Originals = 2000;
    private const int Copied = 500;
    private const int Others = 2000;
    private static readonly double[] Thresholds = [0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

    private static readonly (string Name, Func<string, string> Mask)[] Masks =
    [
        ("the text itself", text => text),
        ("numbers masked", text => NumberPattern().Replace(text, "0")),
        ("numbers and names masked", NearCopySpace.Mask),
    ];

    public static int Run()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var random = new Pcg32(5);
        var all = RealRows.Load("math/gsm8k_train.jsonl").ToArray();
        random.Shuffle<TextRow>(all);
        string[] originals = [.. all[..Originals].Select(row => row.FullText)];
        var copies = new (string Name, string[] Texts)[]
        {
            ("names inside sentences, numbers", Copies(row => Evidence.NearCopies.Of(row, random))),
            ("all names, numbers", Copies(row => Renamed(row, random))),
            ("the same, every tenth word left out", Copies(row => Shortened(Renamed(row, random), random))),
        };
        Separation(originals, copies);
        Decisions(originals, copies);
        OtherData();
        return 0;

        string[] Copies(Func<TextRow, TextRow> make) => [.. all[..Copied].Select(row => make(row).FullText)];
    }

    private static void Separation(string[] originals, (string Name, string[] Texts)[] copies)
    {
        Console.WriteLine($"Cosines, {Originals} rows of GSM8K and {Copied} copies of each kind.\n");
        Console.WriteLine(
            "| space | weights | copies: worst 1 %, 5 %: names and numbers | all names | words left out | nearest other row: median | top 5 % | top 1 % |"
        );
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, mask) in Masks)
        {
            foreach (var idf in (bool[])[true, false])
            {
                string[] texts = [.. originals, .. copies.SelectMany(kind => kind.Texts)];
                var rows = Rows([.. texts.Select(mask)], idf);
                var told = copies.Select(
                    (_, kind) =>
                    {
                        var cosines = Enumerable.Range(0, Copied).Select(i => Pair(i, Originals + (kind * Copied) + i));
                        double[] sorted = [.. cosines.Order()];
                        return $"{At(sorted, 0.01):F2}, {At(sorted, 0.05):F2}";
                    }
                );
                var others = NearestOther(rows, Originals);
                Console.WriteLine(
                    $"| {name} | {(idf ? "tf-idf" : "tf")} | {string.Join(" | ", told)} | {At(others, 0.5):F2} | {At(others, 0.95):F2} | {At(others, 0.99):F2} |"
                );

                double Pair(int a, int b) => System.Numerics.Tensors.TensorPrimitives.Dot<float>(rows[a], rows[b]);
            }
        }
        Console.WriteLine();
    }

    private static void Decisions(string[] originals, (string Name, string[] Texts)[] copies)
    {
        Console.WriteLine(
            $"What `NearCopies.Find` says of {Originals} rows followed by {Copied} copies, tf-idf, numbers"
        );
        Console.WriteLine(
            "and names masked. Found: copies called a near-copy of their source. Right: of all rows called"
        );
        Console.WriteLine("near-copies, those that were made as such; what GSM8K repeats by itself counts as wrong.\n");
        Console.WriteLine("| copies | | " + string.Join(" | ", Thresholds.Select(t => $"{t:F2}")) + " |");
        Console.WriteLine("| --- | --- |" + string.Concat(Thresholds.Select(_ => " ---: |")));
        foreach (var (name, texts) in copies)
        {
            var rows = NearCopySpace.Of([.. originals, .. texts]).Rows;
            var results = Thresholds.Select(t => Selection.NearCopies.Find(rows, t)).ToArray();
            var found = results.Select(of => Enumerable.Range(0, Copied).Count(i => of[Originals + i] == of[i]));
            var called = results.Select(of => of.Where((target, row) => target != row).Count()).ToArray();
            var made = results.Select(of => Enumerable.Range(Originals, Copied).Count(row => of[row] != row)).ToArray();
            Console.WriteLine($"| {name} | found | {string.Join(" | ", found.Select(f => Percent(f, Copied)))} |");
            Console.WriteLine($"| | right | {string.Join(" | ", made.Zip(called, Percent))} |");
        }
        Console.WriteLine();
    }

    private static void OtherData()
    {
        Console.WriteLine(
            $"Rows called near-copies in data as it is (exact copies left out, at most {Others} rows).\n"
        );
        Console.WriteLine("| data | rows | " + string.Join(" | ", Thresholds.Select(t => $"{t:F2}")) + " |");
        Console.WriteLine("| --- | ---: |" + string.Concat(Thresholds.Select(_ => " ---: |")));
        Row("GSM8K", RealRows.Load("math/gsm8k_train.jsonl"));
        Row("questions to a bank, 77 intents", Grouped("banking77"));
        Row("MMLU STEM questions", Grouped("mmlu"));
        Row(
            "prompts written by people",
            RealRows.Load("instruct/noveltybench_curated.jsonl", new FieldChoice(Text: "prompt"))
        );
        Row(
            "seed instructions",
            RealRows.Load("instruct/selfinstruct_seed_tasks.jsonl", new FieldChoice(Text: "instruction"))
        );
        Row("statements on few subjects, by a model", Grouped("persona"));
        var sample = DatasetReader.Open([Path.Combine(RepositoryRoot(), "docs/samples/word-problems.parquet")]);
        Row(
            "docs/samples, 40 % from two templates",
            sample.ReadAsync().ToBlockingEnumerable().Where(row => row.State == TextState.Present)
        );

        static IEnumerable<TextRow> Grouped(string set) => RealRows.ByLabel(set).Values.SelectMany(rows => rows);

        static void Row(string name, IEnumerable<TextRow> rows)
        {
            string[] texts = [.. rows.Select(row => row.FullText).Distinct()];
            new Pcg32(9).Shuffle<string>(texts);
            texts = texts[..Math.Min(Others, texts.Length)];
            var space = NearCopySpace.Of(texts).Rows;
            var shares = Thresholds.Select(t =>
                Percent(Selection.NearCopies.Find(space, t).Where((of, row) => of != row).Count(), texts.Length)
            );
            Console.WriteLine($"| {name} | {texts.Length} | {string.Join(" | ", shares)} |");
        }
    }

    /// <summary>Other numbers, and other names wherever they stand; some have two words.</summary>
    private static TextRow Renamed(TextRow row, Pcg32 random)
    {
        string[] pool = ["Mary Ann", "Bo", "Maximilian", "Li Wei", "Amina", "Jo", "Anastasia", "Oscar", "Ngozi", "Uma"];
        var names = NamePattern()
            .Matches(row.FullText)
            .Select(match => match.Value)
            .Distinct()
            .ToDictionary(name => name, _ => pool[random.Next(pool.Length)]);
        return Evidence.NearCopies.Of(
            row with
            {
                Prompt = Change(row.Prompt),
                Response = Change(row.Response),
            },
            random
        );

        string Change(string text) =>
            WordPattern().Replace(text, match => names.GetValueOrDefault(match.Value, match.Value));
    }

    private static TextRow Shortened(TextRow row, Pcg32 random)
    {
        return row with { Prompt = Shorter(row.Prompt), Response = Shorter(row.Response) };

        string Shorter(string text) => string.Join(' ', text.Split(' ').Where(_ => random.Next(10) > 0));
    }

    private static Matrix Rows(string[] texts, bool idf)
    {
        var features = new NGramFeatures(NearCopySpace.Options);
        foreach (var text in idf ? texts : [])
        {
            features.Count(text);
        }
        var rows = features.Rows(texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            rows.Add(i, texts[i]);
        }
        return rows.Complete().Rows;
    }

    private static double[] NearestOther(Matrix rows, int count)
    {
        using var kernel = new ProductKernel(rows.ColumnCount, new SessionSettings());
        var products = new float[count * count];
        var block = rows.Values.AsMemory(0, count * rows.ColumnCount);
        kernel.Run(block, block, products);
        var nearest = new double[count];
        for (var i = 0; i < count; i++)
        {
            products[(i * count) + i] = -1;
            nearest[i] = System.Numerics.Tensors.TensorPrimitives.Max<float>(products.AsSpan(i * count, count));
        }
        Array.Sort(nearest);
        return nearest;
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static string Percent(int part, int whole) => whole == 0 ? "–" : $"{100.0 * part / whole:F1} %";

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Prismatic.Tool.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no Prismatic.Tool.sln above the benchmark");
        }
        return folder.FullName;
    }

    [GeneratedRegex("[0-9]+([.,][0-9]+)*", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberPattern();

    [GeneratedRegex("(?<=[a-z,] )[A-Z][a-z]+")]
    private static partial Regex NamePattern();

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex WordPattern();
}
