using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Tool.Commands;

/// <summary>The program itself.</summary>
[Command(
    "prismatic",
    Description = "How varied is a data set, how collapsed is a model? Audits text data and answers of models for homogeneity and "
        + "filters data, seen through words and through the gradients of a small language model.",
    ExtendedHelpText = """
        Examples:
          prismatic audit train.parquet
          prismatic outputs answers.jsonl
          prismatic filter train.parquet -o varied.parquet --keep 30%
          prismatic doctor

        Exit codes: 0 done, 1 gate failed, 2 wrong usage, 3 unreadable input, 4 environment, 130 cancelled.
        """
)]
[HelpOption("-?|-h|--help", Description = "Show this help.")]
[VersionOptionFromMember("--version", MemberName = nameof(Version), Description = "Show versions.")]
[Subcommand(
    typeof(AuditCommand),
    typeof(OutputsCommand),
    typeof(FilterCommand),
    typeof(CompareCommand),
    typeof(InitCommand),
    typeof(CheckCommand),
    typeof(ExplainCommand),
    typeof(CommentCommand),
    typeof(PullRequestCommand),
    typeof(GradientsCommand),
    typeof(ModelCommand),
    typeof(CacheCommand),
    typeof(DoctorCommand)
)]
internal sealed class RootCommand
{
    /// <summary>Program, runtime and native library.</summary>
    public static string Version => Versions.Text;
}
