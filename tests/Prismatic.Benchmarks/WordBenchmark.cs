using System.Text.Json;

namespace Prismatic.Benchmarks;

/// <summary>Near-duplicates and measures of wording beside datasketch, datatrove, the diversity package and nltk.</summary>
/// <remarks>Every run is a process of its own, the sides take turns, and both read the same files.</remarks>
internal static class WordBenchmark
{
    private const int Rounds = 3;

    public static int Run(string[] args)
    {
        if (args is ["own", var kind, var file, var limit])
        {
            Console.WriteLine(JsonSerializer.Serialize(WordSide.Measure(kind, file, int.Parse(limit))));
            return 0;
        }
        if (PeerDriver.Folder() is not { } folder)
        {
            Console.WriteLine("skipped: no folder shared/peers");
            return 0;
        }
        using var texts = new WordTexts(folder);
        Console.WriteLine($"Load average before: {File.ReadAllText("/proc/loadavg").Trim()}\n");
        Console.WriteLine("| what | side | wall s | CPU s | MB added | found | ratio, wall | by CPU |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | --- | ---: | ---: |");
        var fifty = texts.Write(50_000, 11);
        Compare(
            "near-duplicates, 50,000 texts",
            "duplicates",
            fifty,
            50_000,
            [("datasketch", "minhash_datasketch.py", []), ("datatrove", "minhash_datatrove.py", [])]
        );
        var ten = texts.Write(10_000, 13);
        Compare(
            "gzip, n-gram diversity, self-repetition, 10,000 texts",
            "linear",
            ten,
            10_000,
            [("diversity", "diversity_metrics.py", ["--metrics", "cr_gzip,ngram,selfrep"])]
        );
        Compare(
            "ROUGE-L homogenization, 200 texts",
            "rouge",
            ten,
            200,
            [("diversity", "diversity_metrics.py", ["--metrics", "hom_rougel"])]
        );
        Compare("self-BLEU, 400 texts", "bleu", ten, 400, [("nltk", "selfbleu_nltk.py", [])]);
        Console.WriteLine();
        NearDuplicateRecall.Print(folder, texts.Write(5_000, 17));
        Scale(texts);
        Console.WriteLine($"\nLoad average after: {File.ReadAllText("/proc/loadavg").Trim()}");
        return 0;

        void Compare(string what, string kind, string file, int rows, (string, string, string[])[] peers)
        {
            var own = new List<WordTimes>();
            var theirs = peers.ToDictionary(peer => peer.Item1, _ => new List<WordTimes>());
            for (var round = 0; round < Rounds; round++)
            {
                own.Add(Own(kind, file, rows));
                foreach (var (name, driver, arguments) in peers)
                {
                    if (PeerDriver.Run(folder, driver, [file, "--limit", $"{rows}", .. arguments]) is { } result)
                    {
                        theirs[name].Add(WordTimes.OfDriver(result));
                    }
                }
            }
            var ours = WordTimes.Median(own);
            Console.WriteLine(ours.Row(what, "prismatic", ours));
            foreach (var (name, runs) in theirs.Where(side => side.Value.Count > 0))
            {
                Console.WriteLine(WordTimes.Median(runs).Row(what, name, ours));
            }
        }
    }

    private static void Scale(WordTexts texts)
    {
        Console.WriteLine("\n| rows | wall s | CPU s | MB in all | found |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | --- |");
        foreach (var rows in (int[])[250_000, 500_000, 1_000_000])
        {
            var file = texts.Write(rows, 19);
            var own = Own("stream", file, rows);
            Console.WriteLine($"| {rows:N0} | {own.Wall:F1} | {own.Processor:F1} | {own.PeakMb:F0} | {own.Found} |");
            File.Delete(file);
        }
    }

    private static WordTimes Own(string kind, string file, int rows) =>
        OwnProcess.Run<WordTimes>("words", "own", kind, file, $"{rows}");
}
