using Prismatic.Tool.Rendering;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.PullRequests;

/// <summary>Which of many data files are audited, and what is said of the others.</summary>
/// <param name="files">All, in their order.</param>
/// <param name="most">How many may be audited, from 1 to <see cref="ResultsReader.MostDatasets"/>.</param>
internal sealed class FileBudget(IReadOnlyList<ChangedFile> files, int most)
{
    // Where not even their names have room, one place is kept to say so.
    private readonly int _audited =
        files.Count > ResultsReader.MostDatasets ? Math.Min(most, ResultsReader.MostDatasets - 1) : most;

    /// <summary>Those that are audited.</summary>
    public IEnumerable<ChangedFile> Audited => files.Take(_audited);

    /// <summary>The others. Nobody looked at them, so they fail: else a hundred files could hide one.</summary>
    public IEnumerable<DatasetResult> LeftOut()
    {
        var named = files.Skip(_audited).Take(ResultsReader.MostDatasets - _audited).ToList();
        var unnamed = files.Count - _audited - named.Count;
        return named.Select(
            (file, i) =>
                new DatasetResult
                {
                    Path = file.Path,
                    Status = file.Status,
                    Previous = file.Previous,
                    ExitCode = (int)ExitCode.Input,
                    Note =
                        $"Not audited: more than {Numbers.Count(_audited, "data file")} changed; choose with paths, or allow more (max-files)"
                        + (unnamed > 0 && i == named.Count - 1 ? $". {unnamed} more are like it" : ""),
                }
        );
    }
}
