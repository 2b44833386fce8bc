using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Trainer.Corpus;

/// <summary>Builds the training and held-out text from the shared data folder and unpacked packages.</summary>
[Command("corpus", Description = "Build the training corpus and the held-out files.")]
public sealed class CorpusCommand
{
    [Option("--shared <DIR>", Description = "The shared data folder (math/, instruct/, labelled/, opinions/).")]
    public string Shared { get; set; } = "../shared/data";

    [Option("--packages <DIR>", Description = "Unpacked packages, one folder each: see docs/corpus.md.")]
    public string Packages { get; set; } = "packages";

    [Option("--repositories <DIR>", Description = "Plain checkouts, named owner+name: see docs/corpus.md.")]
    public string RepositoryFolder { get; set; } = "repositories";

    [Option("--out <DIR>", Description = "Where the corpus is written; outside of the repository.")]
    public string Out { get; set; } = "corpus";

    public int OnExecute()
    {
        Run(Shared, Packages, RepositoryFolder, Out);
        return 0;
    }

    /// <summary>All sources in the order of the model card.</summary>
    public static IReadOnlyList<CorpusSource> Sources(string shared, string packages, string repositories) =>
        [
            .. SharedSources.All(shared),
            ArithmeticProblems.Source(1, 9000),
            .. PackageSources.All(packages),
            .. RepositorySources.All(repositories),
        ];

    /// <summary>Builds and writes the corpus.</summary>
    public static CorpusSet Run(string shared, string packages, string repositories, string folder)
    {
        var corpus = CorpusBuilder.Build(Sources(shared, packages, repositories));
        CorpusFiles.Write(folder, corpus);
        Console.WriteLine(
            $"{corpus.Train.Count} training documents, {corpus.Train.Sum(d => (long)d.Content.Length)} characters"
        );
        Console.WriteLine($"dropped for a passage that is held out: {corpus.Overlapping}");
        foreach (var (name, documents) in corpus.HeldOut)
        {
            Console.WriteLine(
                $"held out {name}: {documents.Count} documents, {documents.Sum(d => (long)d.Content.Length)} characters"
            );
        }

        return corpus;
    }
}
