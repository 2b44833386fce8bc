using System.Diagnostics;
using System.Text.Json;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>Similarities and classes beside pairs one by one and beside Python, each run in a process of its own.</summary>
internal static class SimilarityTimes
{
    private const int Rounds = 3;

    public static void Print()
    {
        Console.WriteLine($"Load average before: {File.ReadAllText("/proc/loadavg").Trim()}\n");
        Console.WriteLine("| what | side | wall s | CPU s | MB added | found | ratio, wall | by CPU |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | --- | ---: | ---: |");
        using var alpaca = SimilarityInput.Alpaca();
        Similarities("similarities of 8 models, 803 prompts, 1 answer", alpaca);
        using var many = SimilarityInput.Made(prompts: 40, models: 25, samples: 20);
        Similarities("similarities of 25 models, 40 prompts, 20 answers", many);
        Classes();
        using var large = SimilarityInput.Made(prompts: 100, models: 25, samples: 50);
        var alone = Median(() => OwnProcess.Run<SideTimes>("outputs", "times", "means", large.Rows, large.Places));
        Console.WriteLine(alone.Row("similarities of 25 models, 100 prompts, 50 answers", "prismatic", alone));
        Console.WriteLine($"\nLoad average after: {File.ReadAllText("/proc/loadavg").Trim()}");
    }

    public static int Own(string[] args)
    {
        var times = args is ["means" or "pairs", var rows, var places]
            ? SimilaritySides.Measure(args[0] == "pairs", rows, places)
            : SimilaritySides.Classes();
        Console.WriteLine(JsonSerializer.Serialize(times));
        return 0;
    }

    private static void Similarities(string what, SimilarityInput input)
    {
        Show(
            what,
            ("prismatic", () => OwnProcess.Run<SideTimes>("outputs", "times", "means", input.Rows, input.Places)),
            ("every pair, C#", () => OwnProcess.Run<SideTimes>("outputs", "times", "pairs", input.Rows, input.Places)),
            ("scikit-learn", () => Python("answer_similarities.py", input.Rows, input.Places))
        );
    }

    private static void Classes()
    {
        var set = OutputSets.Read("noveltybench_*.jsonl");
        var file = Path.GetTempFileName();
        try
        {
            var groups = Enumerable
                .Range(0, set.Prompts.Count)
                .Select(prompt => set.Of(prompt, 0).Select(i => set.Responses[i].Text));
            File.WriteAllText(file, JsonSerializer.Serialize(groups));
            Show(
                "classes by words, 100 prompts, 10 answers",
                ("prismatic", () => OwnProcess.Run<SideTimes>("outputs", "times", "classes")),
                ("rouge_scorer", () => Python("novelty_classes.py", file))
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The sides take turns.
    private static void Show(string what, params (string Name, Func<SideTimes?> Run)[] sides)
    {
        var runs = sides.Select(_ => new List<SideTimes>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var side = 0; side < sides.Length; side++)
            {
                if (sides[side].Run() is { } times)
                {
                    runs[side].Add(times);
                }
            }
        }
        var own = SideTimes.Median(runs[0]);
        for (var side = 0; side < sides.Length; side++)
        {
            var name = sides[side].Name + (runs[side].FirstOrDefault()?.Note is { } note ? $", {note}" : "");
            if (runs[side].Count > 0)
            {
                Console.WriteLine(SideTimes.Median(runs[side]).Row(side == 0 ? what : "", name, own));
            }
        }
    }

    private static SideTimes Median(Func<SideTimes> run) =>
        SideTimes.Median([.. Enumerable.Range(0, Rounds).Select(_ => run())]);

    private static SideTimes? Python(string driver, params string[] arguments)
    {
        if (PeerDriver.Folder() is not { } folder)
        {
            Console.WriteLine("skipped: no folder shared/peers");
            return null;
        }
        const string Run =
            "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')";
        var script = Path.Combine(AppContext.BaseDirectory, "Peers", driver);
        var start = PeerDriver.Python(folder, Run, [script, .. arguments]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
        {
            return JsonSerializer.Deserialize<SideTimes>(output);
        }
        Console.WriteLine($"{driver} failed: {errors.Result.Trim().Split('\n')[^1]}");
        return null;
    }
}

/// <summary>One run of one side.</summary>
/// <param name="Note">What it ran on, where that matters.</param>
internal sealed record SideTimes(double Wall, double Processor, double AddedMb, double[] Values, string? Note = null)
{
    public static SideTimes Median(List<SideTimes> runs) => runs.OrderBy(run => run.Wall).ElementAt(runs.Count / 2);

    public string Row(string what, string side, SideTimes own) =>
        $"| {what} | {side} | {Wall:F3} | {Processor:F3} | {AddedMb:F0} | {string.Join(", ", Values.Select(v => $"{v:F5}"))} | "
        + (own == this ? "| |" : $"{Wall / own.Wall:F1} | {Processor / own.Processor:F1} |");
}
