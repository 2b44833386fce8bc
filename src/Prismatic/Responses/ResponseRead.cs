namespace Prismatic.Responses;

/// <summary>What was read, and what was made of every file.</summary>
public sealed record ResponseRead
{
    /// <summary>The answers.</summary>
    public required ResponseSet Set { get; init; }

    /// <summary>All files, in reading order.</summary>
    public required IReadOnlyList<ResponseFile> Files { get; init; }

    /// <summary>Rows of all files with answers; a row may hold several answers.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Answers without text or of white space alone; they are part of <see cref="Set"/>.</summary>
    public required int EmptyAnswers { get; init; }

    /// <summary>Answers that are not part of <see cref="Set"/>, by reason, in alphabetical order.</summary>
    public required IReadOnlyList<LeftOutAnswers> LeftOut { get; init; }

    /// <summary>Models that did not answer every prompt, in the order of <see cref="ResponseSet.Models"/>.</summary>
    public required IReadOnlyList<PromptGap> Gaps { get; init; }

    /// <summary>What else the user should know, one sentence each; no text of the data but names of files and columns.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>One sentence for each way in which files were read, the first of them named.</summary>
    public IReadOnlyList<string> Describe() =>
        [
            .. Files
                .GroupBy(file => (file.Layout, file.Columns))
                .Select(files =>
                    $"{files.First().Layout}: {files.Key.Columns}"
                    + $" ('{files.First().Path}'{(files.Count() == 1 ? "" : $" and {files.Count() - 1} more")})."
                ),
        ];
}

/// <summary>What was made of one file.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Layout">How its answers are laid out, in words; or that it holds none.</param>
/// <param name="Columns">Which columns were taken for what, in words.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Answers">Answers taken from them.</param>
public sealed record ResponseFile(string Path, string Layout, string Columns, long Rows, int Answers);

/// <summary>Answers that could not be taken.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Count">How many.</param>
public readonly record struct LeftOutAnswers(string Reason, long Count);

/// <summary>A model that did not answer every prompt.</summary>
/// <param name="Model">Its place in <see cref="ResponseSet.Models"/>.</param>
/// <param name="Missing">Prompts that others answered and it did not.</param>
/// <param name="Examples">Places in <see cref="ResponseSet.Prompts"/> of the first three of them.</param>
public sealed record PromptGap(int Model, int Missing, IReadOnlyList<int> Examples);
