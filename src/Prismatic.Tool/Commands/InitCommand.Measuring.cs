using McMaster.Extensions.CommandLineUtils;
using Prismatic.Encoders;
using Prismatic.Reports;
using Prismatic.Responses;

namespace Prismatic.Tool.Commands;

/// <summary>What is measured, and as which verb does it.</summary>
internal sealed partial class InitCommand
{
    [Option(
        "--answers",
        "DATA are answers of models, measured as outputs does. Found by itself where columns name models or samples, or hold "
            + "lists, and a prompt has two answers.",
        CommandOptionType.NoValue
    )]
    public bool Answers { get; set; }

    [Option(
        "--model-column <COLUMN>",
        "Column with the name of the model that answered; DATA are answers then.",
        CommandOptionType.SingleValue
    )]
    public string? ModelColumn { get; set; }

    [Option(
        "--sample-column <COLUMN>",
        "Column with the number of the sample; DATA are answers then.",
        CommandOptionType.SingleValue
    )]
    public string? SampleColumn { get; set; }

    [Option(
        "--features <NAME>",
        "The views to look through, as in audit and outputs; their defaults.",
        CommandOptionType.SingleValue
    )]
    public string? Features { get; set; }

    [Option(EncoderOption.PathTemplate, EncoderOption.PathHelp, CommandOptionType.SingleValue)]
    public string? Encoder { get; set; }

    [Option(EncoderOption.PoolingTemplate, EncoderOption.PoolingHelp, CommandOptionType.SingleValue)]
    public Pooling Pooling { get; set; }

    [Option(
        "--sample <N>",
        "Measure N rows, drawn by the seed; not of answers. Default: all rows.",
        CommandOptionType.SingleValue
    )]
    public int? Sample { get; set; }

    [Option(
        "--against <PATH>",
        "Another data set that DATA must not hold, such as an evaluation set. May be given several times.",
        CommandOptionType.MultipleValue
    )]
    public string[] Against { get; set; } = [];

    private bool SaysAnswers => Answers || ModelColumn is not null || SampleColumn is not null;

    private bool SaysRows => Text is not null || Messages is not null || Sample is not null || Against.Length > 0;

    private ResponseFields AnswerFields =>
        new()
        {
            PromptColumn = Prompt,
            ResponseColumn = Response,
            ModelColumn = ModelColumn,
            SampleColumn = SampleColumn,
        };

    private AuditCommand Audit =>
        Likewise(
            new AuditCommand
            {
                Data = Data,
                Text = Text,
                Prompt = Prompt,
                Response = Response,
                Messages = Messages,
                Features = Features,
                Encoder = Encoder,
                Pooling = Pooling,
                Sample = Sample,
                Against = Against,
            }
        );

    private OutputsCommand Outputs =>
        Likewise(
            new OutputsCommand
            {
                Responses = Data,
                Prompt = Prompt,
                Response = Response,
                ModelColumn = ModelColumn,
                SampleColumn = SampleColumn,
                Features = Features,
                Encoder = Encoder,
                Pooling = Pooling,
            }
        );

    // What these verbs refuse, this one does.
    private void CheckMeasuring(Terminal terminal, CancellationToken cancellation)
    {
        if (SaysAnswers && SaysRows)
        {
            throw new PrismaticException(
                "--answers, --model-column and --sample-column do not go with --text, --messages, --sample and --against",
                ExitCode.Usage
            );
        }
        if (SaysAnswers)
        {
            Outputs.Start(terminal, [], cancellation);
        }
        else
        {
            Audit.Start(terminal, [], cancellation);
        }
    }

    private async Task<Report> MeasureAsync(Session session)
    {
        if (SaysAnswers || (!SaysRows && await AreAnswersAsync(session)))
        {
            session.Say("Measured as answers of models, as outputs does.");
            return await Outputs.MeasureAsync(session);
        }
        return await Audit.MeasureAsync(session);
    }

    private async Task<bool> AreAnswersAsync(Session session)
    {
        var files = await Hub.DataAsync(Data, Offline, session);
        return await AnswerFiles.AreAsync(files, AnswerFields, session.Cancellation);
    }
}
