using McMaster.Extensions.CommandLineUtils;
using Prismatic.Tool.PullRequests;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.Commands;

/// <summary>What is audited, and how.</summary>
internal sealed partial class PullRequestCommand
{
    private const string DefaultPatterns = "*.parquet,*.jsonl,*.ndjson,*.csv,*.tsv";
    private const long DefaultDownload = 200;

    [Option("-o|--output <DIR>", "Folder for the results. Default: prismatic-results.", CommandOptionType.SingleValue)]
    public string Output { get; set; } = "prismatic-results";

    [Option(
        "--paths <PATTERNS>",
        "Which changed files are data: patterns with *, ? and **, commas or line breaks between; without a slash they are held against names. Default: "
            + DefaultPatterns,
        CommandOptionType.SingleValue
    )]
    public string Paths { get; set; } = DefaultPatterns;

    [Option(
        "--files <PATHS>",
        "Audit these files of the working copy, whatever changed; line breaks between.",
        CommandOptionType.SingleValue
    )]
    public string? Files { get; set; }

    [Option(
        "--verb <NAME>",
        "audit, or outputs where rows are answers of models. Default: audit.",
        CommandOptionType.SingleValue
    )]
    public PullRequestVerb Verb { get; set; }

    [Option(
        GateOption.Template,
        "The limits, or none. Default: prismatic.json here, where there is one.",
        CommandOptionType.SingleValue
    )]
    public string? Gates { get; set; }

    [Option("--features <NAMES>", "As in audit and outputs.", CommandOptionType.SingleValue)]
    public string? Features { get; set; }

    [Option("--text <COLUMN>", "As in audit and outputs.", CommandOptionType.SingleValue)]
    public string? Text { get; set; }

    [Option("--prompt <COLUMN>", "As in audit and outputs.", CommandOptionType.SingleValue)]
    public string? Prompt { get; set; }

    [Option("--response <COLUMN>", "As in audit and outputs.", CommandOptionType.SingleValue)]
    public string? Response { get; set; }

    [Option("--messages <COLUMN>", "As in audit.", CommandOptionType.SingleValue)]
    public string? Messages { get; set; }

    [Option("--sample <N>", "As in audit.", CommandOptionType.SingleValue)]
    public int? Sample { get; set; }

    [Option(
        ReportFiles.ExamplesTemplate,
        "Text of the data in the pages: none, short or full. Comment, summary and annotations show none. Default: short.",
        CommandOptionType.SingleValue
    )]
    public ExampleChoice? Examples { get; set; }

    [Option(
        "--base-cache <DIR>",
        "Keep reports on files of the base here; the same content is measured once. Default: not kept.",
        CommandOptionType.SingleValue
    )]
    public string? BaseCache { get; set; }

    [Option(
        "--max-download <MB>",
        "Most to fetch from Git LFS, in megabytes of 1,000,000 bytes; 0 for nothing. Default: 200.",
        CommandOptionType.SingleValue
    )]
    public long MaxDownload { get; set; } = DefaultDownload;

    [Option(
        "--max-files <N>",
        "Audit at most so many files, 1 to 500; those that are left out fail. Default: 100.",
        CommandOptionType.SingleValue
    )]
    [System.ComponentModel.DataAnnotations.Range(
        1,
        ResultsReader.MostDatasets,
        ErrorMessage = "--max-files must be a whole number from 1 to 500"
    )]
    public int MaxFiles { get; set; } = 100;

    [Option(
        "--comments <NAME>",
        "auto, always, changes, failures or never. Default: auto.",
        CommandOptionType.SingleValue
    )]
    public CommentMode Comments { get; set; }

    [Option(
        "--key <TEXT>",
        "Tells comments of one pull request apart, beside workflow and job.",
        CommandOptionType.SingleValue
    )]
    public string? Key { get; set; }

    [Option(
        "--exit-zero",
        "End with 0 where a gate fails or a file cannot be audited, so that later steps run: the step's output exit-code has the number.",
        CommandOptionType.NoValue
    )]
    public bool ExitZero { get; set; }

    private static readonly char[] Separators = [',', '\n', '\r'];

    private string[] Patterns =>
        Paths.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // What measures, head and base alike.
    private List<string> VerbArguments
    {
        get
        {
            var arguments = new List<string> { CommandText.Word(Verb) };
            foreach (
                var (name, value) in new (string, string?)[]
                {
                    ("--features", Features),
                    ("--text", Text),
                    ("--prompt", Prompt),
                    ("--response", Response),
                    ("--messages", Messages),
                    ("--sample", Sample?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                }
            )
            {
                if (value is { Length: > 0 })
                {
                    arguments.AddRange([name, value]);
                }
            }
            return arguments;
        }
    }
}

/// <summary>What measures.</summary>
internal enum PullRequestVerb
{
    /// <summary>Rows of data.</summary>
    Audit,

    /// <summary>Answers of models.</summary>
    Outputs,
}
