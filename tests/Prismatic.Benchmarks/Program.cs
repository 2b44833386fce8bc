using System.Globalization;
using Prismatic.Benchmarks;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Benchmarks.Models;
using Prismatic.Benchmarks.Outputs;
using Prismatic.Benchmarks.Packages;
using Prismatic.Benchmarks.Pages;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args.FirstOrDefault() switch
{
    "gradients" => GradientBenchmark.Run(args[1..]),
    "evidence" => EvidenceCommand.Run(args[1..]),
    "experiment" => ExperimentBenchmark.Run(),
    "padding" => PaddingWaste.Run(),
    "pytorch" => TorchBenchmark.Run(args[1..]),
    "cache" => CacheBenchmark.Run(),
    "models" => ModelsBenchmark.Run(args[1..]),
    "load" => LoadBenchmark.Run(args[1..]),
    "kmeans" => KMeansBenchmark.Run(args[1..]),
    "nearcopies" => NearCopiesBenchmark.Run(),
    "outputs" => OutputsBenchmark.Run(args[1..]),
    "pluralism" => PluralismBenchmark.Run(),
    "vendi" => VendiBenchmark.Run(args[1..]),
    "eigen" => EigenBenchmark.Run(args[1..]),
    "toolformer" => ToolformerBenchmark.Run(),
    "words" => WordBenchmark.Run(args[1..]),
    "templates" => TemplateBenchmark.Run(args[1..]),
    "gain" => GainBenchmark.Run(args[1..]),
    "map" => MapBenchmark.Run(args[1..]),
    "page" => await PageBenchmark.RunAsync(args[1..]),
    "package" => PackageBenchmark.Run(),
    "meaning" => MeaningBenchmark.Run(args[1..]),
    "startup" => ToolBenchmark.Startup(),
    "gsm8k" => ToolBenchmark.Gsm8k(),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine(
        "usage: dotnet run -c Release --project tests/Prismatic.Benchmarks -- gradients|evidence|experiment|padding|load|pytorch|cache|models|kmeans|nearcopies|outputs|pluralism|vendi|eigen|words|toolformer|templates|gain|map|page|package|startup|gsm8k [...]"
    );
    return 2;
}
