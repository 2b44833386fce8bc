namespace Prismatic.Benchmarks.Outputs;

/// <summary>Whether measures of answers find what is known of real ones, and what they cost. The tables of docs/benchmarks/outputs.md.</summary>
internal static class OutputsBenchmark
{
    public static int Run(string[] args)
    {
        if (args is ["many", var view])
        {
            return ManyModels.Own(view);
        }
        if (args is ["hostile", var place])
        {
            return HostileTimes.Own(place);
        }
        if (args is ["times", ..])
        {
            return SimilarityTimes.Own(args[1..]);
        }
        var encoder = args.FirstOrDefault(Directory.Exists);
        string[] chosen = [.. args.Where(arg => arg != encoder)];
        foreach (
            var (name, title, print) in ((string, string, Action)[])
                [
                    ("novelty", "Classes against labelled ones", () => NoveltyTruth.Print(encoder)),
                    ("order", "Intra, inter, floor", () => OrderTruth.Print(encoder)),
                    ("halves", "Models over halves of the prompts", () => HalvesTruth.Print(encoder)),
                    ("models", "Seventy models", ManyModels.Print),
                    ("speed", "Beside other ways", SimilarityTimes.Print),
                    ("edges", "Answers that nobody expects", () => HostileTimes.Print(chosen.FirstOrDefault(IsNumber))),
                ]
        )
        {
            if (chosen.Length == 0 || chosen.Contains(name))
            {
                Console.WriteLine($"\n## {title}\n");
                print();
            }
        }
        return 0;

        static bool IsNumber(string arg) => int.TryParse(arg, out _);
    }
}
