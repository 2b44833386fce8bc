namespace Prismatic.Tool.GitHub;

/// <summary>A comment in the conversation of a pull request.</summary>
/// <param name="Id">Later comments have greater ones.</param>
/// <param name="Author">Name of the account that wrote it; empty where that is gone.</param>
/// <param name="Body">Its Markdown.</param>
/// <param name="Address">Where a person reads it.</param>
internal sealed record PostedComment(long Id, string Author, string Body, string Address)
{
    /// <summary>The marker it begins with, if any.</summary>
    public CommentMarker? Marker { get; } = CommentMarker.Of(Body);

    /// <summary>Whether it says what a draft says, of the same commit, and nobody has edited it.</summary>
    public bool Says(CommentMarker draft) =>
        Marker is { } own
        && own.Hash == draft.Hash
        && own.Head == draft.Head
        && CommentMarker.HashOf(CommentMarker.TextOf(Body)) == draft.Hash;
}
