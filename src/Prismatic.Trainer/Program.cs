using McMaster.Extensions.CommandLineUtils;
using Prismatic.Trainer.Bpe;
using Prismatic.Trainer.Corpus;
using Prismatic.Trainer.Evaluation;
using Prismatic.Trainer.References;
using Prismatic.Trainer.Samples;
using Prismatic.Trainer.Training;

namespace Prismatic.Trainer;

/// <summary>Makes the embedded proxy model and the sample data set. Never shipped.</summary>
[Command("trainer", Description = "Corpus, tokenizer, training and evaluation of the embedded proxy model.")]
[Subcommand(
    typeof(CorpusCommand),
    typeof(BpeCommand),
    typeof(LeaksCommand),
    typeof(BaselinesCommand),
    typeof(TrainCommand),
    typeof(ExportCommand),
    typeof(ReferenceCommand),
    typeof(EvaluateCommand),
    typeof(SampleCommand),
    typeof(Experiments.ExperimentCommand)
)]
internal sealed class Program
{
    public static int Main(string[] args)
    {
        try
        {
            return CommandLineApplication.Execute<Program>(args);
        }
        catch (PrismaticException fault)
        {
            Console.Error.WriteLine($"trainer: error: {fault.Message}");
            return (int)fault.ExitCode;
        }
    }

    public int OnExecute(CommandLineApplication app)
    {
        app.ShowHelp();
        return (int)ExitCode.Usage;
    }
}
