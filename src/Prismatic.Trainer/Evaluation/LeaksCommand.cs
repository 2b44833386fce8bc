using McMaster.Extensions.CommandLineUtils;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.Evaluation;

/// <summary>Says how much of the held-out files also stands in the training text.</summary>
[Command("leaks", Description = "Share of the held-out files' twelve-word runs that the training text holds too.")]
public sealed class LeaksCommand
{
    [Option("--corpus <DIR>", Description = "What the corpus command wrote.")]
    public string Corpus { get; set; } = "corpus";

    public int OnExecute()
    {
        var held = HeldOutSplit.All.ToDictionary(
            static name => name,
            name => (IReadOnlyList<CorpusDocument>)[.. CorpusFiles.Read(CorpusFiles.HeldOutPath(Corpus, name))],
            StringComparer.Ordinal
        );
        foreach (var leak in LeakCheck.Run(CorpusFiles.Read(CorpusFiles.TrainPath(Corpus)), held))
        {
            Console.WriteLine(
                FormattableString.Invariant($"{leak.Name}: {leak.Seen} of {leak.Runs}, {leak.Share:0.00%}")
            );
        }

        return 0;
    }
}
