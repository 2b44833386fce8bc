namespace Prismatic.Tool.Results;

/// <summary>What a run of the Action found in a pull request: the file pull-request.json and the reports it names.</summary>
internal sealed record PullRequestResults
{
    /// <summary>OWNER/NAME.</summary>
    public required string Repository { get; init; }

    /// <summary>Of the pull request.</summary>
    public required int Number { get; init; }

    /// <summary>Newest commit of the pull request when it was looked at.</summary>
    public required string Head { get; init; }

    /// <summary>Commit that it was compared with.</summary>
    public required string Base { get; init; }

    /// <summary>Tells comments of one pull request apart.</summary>
    public required string Key { get; init; }

    /// <summary>Number of the run; later runs have greater ones.</summary>
    public required long RunId { get; init; }

    /// <summary>Which try of that run, from 1 on.</summary>
    public required int RunAttempt { get; init; }

    public required CommentMode Comments { get; init; }

    /// <summary>Where the report can be read; https. Null for nowhere.</summary>
    public Uri? ReportUrl { get; init; }

    /// <summary>The data files that the pull request changes; may be empty.</summary>
    public required IReadOnlyList<DatasetResult> Datasets { get; init; }

    /// <summary>Whether there is enough to say for a comment where there is none yet.</summary>
    public bool AsksForComment =>
        Comments switch
        {
            CommentMode.Always => true,
            CommentMode.Auto => Heaviest >= Weight.Changed,
            CommentMode.Changes => Heaviest == Weight.Failed || Datasets.Any(dataset => dataset.HasChanged),
            CommentMode.Failures => Heaviest == Weight.Failed,
            _ => false,
        };

    /// <summary>The worst of all data sets.</summary>
    public Weight Heaviest => Datasets.Select(dataset => dataset.Weight).DefaultIfEmpty(Weight.Quiet).Max();
}
