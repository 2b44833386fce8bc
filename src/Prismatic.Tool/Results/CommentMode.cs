namespace Prismatic.Tool.Results;

/// <summary>When a pull request gets a comment. One that is there is brought up to date in every mode but <see cref="Never"/>.</summary>
internal enum CommentMode
{
    /// <summary>Where a data set fails, warns, is new or gone, or a number moved.</summary>
    Auto,

    /// <summary>Each time.</summary>
    Always,

    /// <summary>Where a data set fails, is new or gone, or a number moved.</summary>
    Changes,

    /// <summary>Where a data set fails.</summary>
    Failures,

    /// <summary>Not at all.</summary>
    Never,
}
