namespace Prismatic.Tool.GitHub;

/// <summary>A pull request as it is now.</summary>
/// <param name="Head">Its newest commit.</param>
/// <param name="HeadRepository">OWNER/NAME that the commit lies in; null where that is gone.</param>
internal sealed record PullRequest(string Head, string? HeadRepository);
