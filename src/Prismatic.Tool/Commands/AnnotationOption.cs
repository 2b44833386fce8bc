using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Whom findings are told to.</summary>
internal enum AnnotationKind
{
    /// <summary>The host this runs on, where it is known.</summary>
    Auto,

    /// <summary>Nobody.</summary>
    None,

    /// <summary>A runner of GitHub Actions.</summary>
    GitHub,

    /// <summary>MSBuild, which reads all that is printed: nothing else is.</summary>
    MSBuild,
}

/// <summary>The value of <c>--annotations</c>, and the words that commands describe it by.</summary>
internal readonly record struct AnnotationOption(AnnotationKind Kind)
{
    public const string Template = "--annotations <NAME>";
    public const string Help =
        "github: print findings as annotations of GitHub Actions; none; auto: as the host is. Default: auto.";

    public const string CheckHelp =
        "github: print findings as annotations of GitHub Actions; msbuild: print them as errors and warnings of a build, and nothing "
        + "else; none; auto: as the host is. Default: auto.";

    /// <summary>MSBuild reads all that is printed.</summary>
    public bool IsForBuild => Kind == AnnotationKind.MSBuild;

    /// <summary>This, where results are printed too: what needs the whole output cannot stand among them.</summary>
    /// <exception cref="PrismaticException">It is for a build.</exception>
    public AnnotationOption BesideResults() =>
        IsForBuild
            ? throw new PrismaticException(
                "--annotations msbuild is for check: write a report with --json, and check it",
                ExitCode.Usage
            )
            : this;

    /// <summary>Prints the findings where somebody listens.</summary>
    /// <param name="findings">The worst first.</param>
    /// <param name="data">Paths of the data files.</param>
    /// <param name="showsTexts">Whether messages hold beginnings of rows.</param>
    /// <param name="session">Where it runs.</param>
    public void Write(
        IReadOnlyList<ReportFinding> findings,
        IReadOnlyList<string> data,
        bool showsTexts,
        Session session
    )
    {
        if (IsForBuild)
        {
            var origin = data.Count == 0 ? "prismatic" : data[0];
            foreach (var line in BuildMessages.Lines(findings, origin))
            {
                session.Terminal.Out.WriteLine(line);
            }
            return;
        }
        if (Kind == AnnotationKind.GitHub || (Kind == AnnotationKind.Auto && session.Terminal.IsGitHubRunner))
        {
            string[] files = [.. data.Select(path => DataLocation.Relative(path, session.WorkingDirectory))];
            var lines = string.Join('\n', GitHubAnnotations.Lines(findings, files, showsTexts));
            void Print() => session.Terminal.Out.WriteLine(lines);
            if (lines.Length == 0)
            {
                return;
            }
            if (session.Commands is { } commands)
            {
                commands.Allow(Print);
            }
            else
            {
                Print();
            }
        }
    }
}
