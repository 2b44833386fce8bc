using Prismatic.Benchmarks.Evidence;
using Prismatic.Data;
using Prismatic.Duplicates;

namespace Prismatic.Benchmarks;

/// <summary>
/// Near-duplicates of a set whose makers took out what was similar from 0.6 on, at several thresholds, beside a comparison of all pairs. The
/// table of docs/benchmarks/toolformer.md.
/// </summary>
internal static class ToolformerBenchmark
{
    private static readonly double[] Thresholds = [0.5, 0.6, 0.7, 0.8, 0.9];

    public static int Run()
    {
        var file = Path.Combine(RealRows.Folder, "instruct", "gpteacher_toolformer_sim0.6.json");
        var instructions = Texts(file, "instruction");
        Console.WriteLine($"{instructions.Length} rows\n");
        Console.WriteLine(
            "| text | threshold | pairs, all compared | rows in these | rows that repeat another: exact, normalised, near | clusters | pairs in one cluster | pairs compared |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        var responses = Texts(file, "response");
        Table(
            "instruction and response",
            [.. instructions.Zip(responses, (prompt, response) => $"{prompt}\n{response}")]
        );
        Table("task: the last line of the instruction", Array.ConvertAll(instructions, text => text.Split('\n')[^1]));
        Table("response", responses);
        return 0;
    }

    private static void Table(string name, string[] texts)
    {
        var words = new DuplicateOptions().ShingleWords;
        var pairs = NearDuplicateRecall.AllPairs(NearDuplicateRecall.Sets(texts, words), Thresholds[0]);
        foreach (var threshold in Thresholds)
        {
            var truth = pairs.Where(pair => pair.Similarity >= threshold).Select(pair => (pair.A, pair.B)).ToList();
            var rows = truth.SelectMany(pair => (int[])[pair.A, pair.B]).Distinct().Count();
            var found = DuplicateSearch.Of(texts, new DuplicateOptions { Threshold = threshold });
            var kinds = string.Join(
                ", ",
                Enum.GetValues<DuplicateKind>().Select(kind => found.Rows.Count(row => row.Kind == kind))
            );
            var clusters = found.Rows.Select(row => row.Representative).Distinct().Count();
            var recall = truth.Count == 0 ? "" : $"{NearDuplicateRecall.Recall(truth, found.Representatives):P2}";
            Console.WriteLine(
                $"| {name} | {threshold} | {truth.Count:N0} | {rows:N0} | {kinds} | {clusters} | {recall} | {found.Compared:N0} |"
            );
        }
    }

    private static string[] Texts(string file, string column) =>
        [
            .. DatasetReader
                .Open([file], new FieldChoice(Text: column))
                .ReadAsync()
                .ToBlockingEnumerable()
                .Select(row => row.Response),
        ];
}
