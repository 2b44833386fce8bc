using System.Globalization;
using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Git;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.PullRequests;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.Commands;

/// <summary>Audits the data files that a pull request changes.</summary>
[Command(
    "pull-request",
    Description = "Audit the data files that a pull request changes, each beside what it was; the Action runs this.",
    ExtendedHelpText = """
        Examples:
          prismatic pull-request
          prismatic pull-request --paths "data/**/*.parquet" --gates prismatic.json
          prismatic pull-request --output results && prismatic comment results

        Runs in a working copy, on a runner of GitHub Actions that a pull request started. Changed files
        are found from the merge commit, else from the branches, else from GitHub's list. Writes
        pull-request.json, reports, report.html and summary.md into a folder, adds the summary to that
        of the job, and ends with the worst exit code of all files.
        """
)]
internal sealed partial class PullRequestCommand : Command
{
    // A summary of a step may have 1 MiB.
    private const int LongestSummary = 900_000;

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var runner = session.Runner();
        var stop = session.Cancellation;
        var started = await PullRequestEvent.ReadAsync(
            runner.EventPath
                ?? throw new PrismaticException(
                    "GITHUB_EVENT_PATH is not set: this runs on a runner of GitHub Actions; elsewhere use audit --baseline git:REV",
                    ExitCode.Environment
                ),
            stop
        );
        var repository = await GitRepository.OpenAsync(session.WorkingDirectory, stop);
        var history = new GitHistory(session.WorkingDirectory);
        var changes = await FindAsync(history, started, session);
        var files = new FileBudget(Data(changes), MaxFiles);
        Directory.CreateDirectory(Path.Combine(Output, "reports"));
        var audit = new DatasetAudit(
            repository,
            session.WorkingDirectory,
            new AuditRun(session),
            new LfsContent(
                session.WorkingDirectory,
                checked(MaxDownload * 1_000_000),
                await new LfsSettings(repository, history, session.WorkingDirectory).AreChangedByAsync(changes, stop)
                    ? $"the pull request changes {LfsSettings.Name}, which says who is asked for content"
                    : null
            ),
            new BaseReports(BaseCache, VerbArguments),
            VerbArguments,
            [.. GateArguments, .. ExampleArguments]
        );
        var datasets = new List<DatasetResult>();
        foreach (var file in files.Audited)
        {
            session.Say($"{CommandText.Word(file.Status)}: {file.Path}");
            var stem = Path.Combine(Output, "reports", ResultsWriter.Stem(datasets.Count));
            datasets.Add(await audit.AuditAsync(file, changes.Base, stem, stop));
        }
        datasets.AddRange(files.LeftOut());
        var results = new PullRequestResults
        {
            Repository = runner.Repository ?? "owner/name",
            Number = started.Number,
            Head = started.Head,
            Base = changes.Base ?? started.Base,
            Key = Key is { Length: > 0 } ? $"{runner.Key}/{Key}" : runner.Key,
            RunId = runner.RunId,
            RunAttempt = runner.RunAttempt,
            Comments = Comments,
            Datasets = datasets,
        };
        await WriteAsync(results, runner, session);
        return Tell(results, session);
    }

    private async Task<ChangeSet> FindAsync(GitHistory history, PullRequestEvent started, Session session)
    {
        if (Files is not null)
        {
            return new ChangeSet(
                await history.MergeBaseAsync(started.Base, "HEAD", session.Cancellation)
                    ?? await history.CommitAsync(started.Base, session.Cancellation),
                NamedFiles(Files),
                "--files",
                IsNamed: true
            );
        }
        var changes = await new ChangeFinder(history, HostList(started, session)).FindAsync(
            started,
            session.Cancellation
        );
        session.Say($"{Numbers.Count(changes.Files.Count, "file")} changed, found from {changes.How}");
        return changes;
    }

    private static List<ChangedFile> NamedFiles(string text)
    {
        var files = new List<ChangedFile>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var path = line.Replace('\\', '/');
            if (Path.IsPathRooted(path) || path.Split('/').Contains(".."))
            {
                throw new PrismaticException($"--files: '{path}' is no path in the working copy", ExitCode.Usage);
            }
            files.Add(new ChangedFile(path, DatasetStatus.Modified, null));
        }
        return files;
    }

    private static Func<Task<IReadOnlyList<ChangedFile>>>? HostList(PullRequestEvent started, Session session)
    {
        var settings = session.GitHub();
        return !settings.Token.IsSet || settings.Repository is not { } name || !JsonFields.IsRepository(name)
            ? null
            : async () =>
            {
                var waits = new Waits(settings, session.Say, session.Cancellation);
                using var api = new GitHubApi(settings, name, waits, session.Cancellation);
                return [.. (await api.FilesAsync(started.Number)).Select(ChangedFile.Of)];
            };
    }

    private List<ChangedFile> Data(ChangeSet changes) =>
        [
            .. changes
                .Files.Where(file =>
                    Files is not null || Patterns.Any(pattern => FilePattern.IsMatch(pattern, file.Path))
                )
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];

    private string[] GateArguments => Gates is { Length: > 0 } ? ["--gates", Gates] : [];

    private string[] ExampleArguments => Examples is { } choice ? ["--examples", CommandText.Word(choice)] : [];

    private async Task WriteAsync(PullRequestResults results, RunnerEnvironment runner, Session session)
    {
        var stop = session.Cancellation;
        var published = results with
        {
            Datasets =
            [
                .. results.Datasets.Select(dataset =>
                    dataset with
                    {
                        Report = dataset.Report is { } report ? Privacy.WithoutTexts(report) : null,
                    }
                ),
            ],
        };
        var summary = PullRequestText.Render(published, LongestSummary, isOfStranger: false);
        await OutputFile.WriteAsync(Path.Combine(Output, ResultsFolder.Main), ResultsWriter.Text(results), stop);
        await OutputFile.WriteAsync(Path.Combine(Output, "summary.md"), summary, stop);
        await OutputFile.WriteAsync(Path.Combine(Output, "report.html"), await PageAsync(results, stop), stop);
        await ResultsWriter.AppendAsync(runner.SummaryPath, summary, stop);
        // Numbers and fixed words alone: nothing of a stranger's stands in them.
        var failed = results.Datasets.Count(dataset => dataset.Weight == Weight.Failed);
        var unaudited = results.Datasets.Count(dataset => dataset.IsUnaudited && dataset.ExitCode == 0);
        await ResultsWriter.AppendAsync(
            runner.OutputPath,
            string.Create(
                CultureInfo.InvariantCulture,
                $"exit-code={(int)Worst(results)}\ndatasets={results.Datasets.Count}\nfailed={failed}\nunaudited={unaudited}\nverdict={(failed == 0 ? "passed" : "failed")}\n"
            ),
            stop
        );
    }

    private async Task<string> PageAsync(PullRequestResults results, CancellationToken cancellation)
    {
        var pages = new List<string?>();
        for (var i = 0; i < results.Datasets.Count; i++)
        {
            var path = Path.Combine(Output, "reports", $"{ResultsWriter.Stem(i)}.html");
            pages.Add(File.Exists(path) ? await File.ReadAllTextAsync(path, cancellation) : null);
        }
        return pages is [{ } only] ? only : CombinedPage.Render(results, pages);
    }

    private ExitCode Tell(PullRequestResults results, Session session)
    {
        foreach (var dataset in results.Datasets)
        {
            var verdict = dataset.Report?.Verdict.Sentence ?? dataset.Note ?? CommandText.Word(dataset.Status);
            session.Terminal.Out.WriteLine(
                VisibleText.Of($"{(dataset.ExitCode == 0 ? "pass" : "FAIL")}  {dataset.Path}: {verdict}")
            );
        }
        session.Terminal.Out.WriteLine(
            results.Datasets.Count == 0 ? "No data file changed." : $"Results: {VisibleText.Of(Output)}"
        );
        PullRequestAnnotations.Write(results, session);
        return ExitZero ? ExitCode.Pass : Worst(results);
    }

    private static ExitCode Worst(PullRequestResults results) =>
        (ExitCode)results.Datasets.Select(dataset => dataset.ExitCode).DefaultIfEmpty(0).Max();
}
