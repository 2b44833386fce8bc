namespace Prismatic.Tool.GitHub;

/// <summary>How a check run ends.</summary>
internal enum CheckEnd
{
    Success,
    Failure,

    /// <summary>Neither lets a merge through nor holds it up.</summary>
    Neutral,
}

/// <summary>What a check run on a commit says.</summary>
/// <param name="Name">As the list of checks has it.</param>
/// <param name="Head">Commit, 40 hexadecimal digits.</param>
/// <param name="Key">Tells ours from those of others by the same name.</param>
/// <param name="End">How it ends.</param>
/// <param name="Title">One line.</param>
/// <param name="Summary">Markdown, at most 65,535 letters.</param>
/// <param name="Address">Where more is to be read; null for nowhere.</param>
internal sealed record CheckReport(
    string Name,
    string Head,
    string Key,
    CheckEnd End,
    string Title,
    string Summary,
    Uri? Address
);
