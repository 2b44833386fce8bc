using System.Text.RegularExpressions;

namespace Prismatic.Tool.Hub;

/// <summary>What a repository of the hub holds.</summary>
internal enum HubKind
{
    Model,
    Dataset,
}

/// <summary>
/// A place on the hub as a user names it: <c>hf://OWNER/NAME[@REVISION][/FILE.onnx]</c> or
/// <c>hf://datasets/OWNER/NAME[@REVISION][/CONFIG[/SPLIT]]</c>.
/// </summary>
/// <param name="Kind">Model or data set.</param>
/// <param name="Owner">User or organisation.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Revision">Branch, tag or commit; null for the usual one.</param>
/// <param name="Path">File, or configuration and split; empty to have it chosen.</param>
internal sealed partial record HubReference(HubKind Kind, string Owner, string Name, string? Revision, string Path)
{
    private const string Scheme = "hf://";
    private const string Datasets = "datasets/";

    /// <summary>"OWNER/NAME", as addresses of the hub have it.</summary>
    public string Repository => $"{Owner}/{Name}";

    /// <summary>The revision asked for; the converted Parquet branch for data sets, else main.</summary>
    public string RevisionOrDefault => Revision ?? (Kind == HubKind.Model ? "main" : "refs/convert/parquet");

    /// <summary>"model" or "data set".</summary>
    public string Noun => Kind == HubKind.Model ? "model" : "data set";

    /// <summary>Whether <paramref name="text"/> names a place on the hub, well or badly.</summary>
    public static bool IsReference(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a name.</summary>
    /// <exception cref="PrismaticException">It is not of the form, or names the other kind.</exception>
    public static HubReference Parse(string text, HubKind kind)
    {
        var rest = text[Scheme.Length..];
        var isDataset = rest.StartsWith(Datasets, StringComparison.Ordinal);
        if (isDataset != (kind == HubKind.Dataset))
        {
            throw Malformed(text, kind);
        }
        var match = Form().Match(isDataset ? rest[Datasets.Length..] : rest);
        if (!match.Success)
        {
            throw Malformed(text, kind);
        }
        var revision = match.Groups["rev"].Success
            ? match.Groups["rev"].Value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
            : null;
        var reference = new HubReference(
            kind,
            match.Groups["owner"].Value,
            match.Groups["name"].Value,
            revision,
            match.Groups["path"].Value
        );
        return reference.IsSound() ? reference : throw Malformed(text, kind);
    }

    /// <summary>As it is typed.</summary>
    public override string ToString() =>
        Scheme
        + (Kind == HubKind.Dataset ? Datasets : "")
        + Repository
        + (Revision is null ? "" : "@" + EscapedRevision)
        + (Path.Length == 0 ? "" : "/" + Path);

    // Two revisions with slashes are the hub's own; in all others a slash would be read as the beginning of the path.
    private string EscapedRevision =>
        SpecialRevision().IsMatch(Revision!) ? Revision! : Revision!.Replace("/", "%2F", StringComparison.Ordinal);

    private bool IsSound() =>
        IsName(Owner)
        && IsName(Name)
        && (Revision is null || HubPath.IsSafe(Revision))
        && (
            Path.Length == 0
            || HubPath.IsSafe(Path)
                && (
                    Kind == HubKind.Model
                        ? Path.EndsWith(".onnx", StringComparison.Ordinal)
                        : Path.Split('/').Length <= 2
                )
        );

    private static bool IsName(string text) =>
        text.Length <= 96
        && HubPath.IsSafe(text)
        && text[0] is not ('.' or '-')
        && text[^1] is not ('.' or '-')
        && !text.Contains("--", StringComparison.Ordinal);

    private static PrismaticException Malformed(string text, HubKind kind) =>
        new(
            $"{text}: a {(kind == HubKind.Model ? "model" : "data set")} of the hub is named "
                + (
                    kind == HubKind.Model
                        ? "hf://OWNER/NAME, hf://OWNER/NAME@REVISION or hf://OWNER/NAME/FOLDER/FILE.onnx"
                        : "hf://datasets/OWNER/NAME or hf://datasets/OWNER/NAME/CONFIG/SPLIT"
                ),
            ExitCode.Usage
        );

    [GeneratedRegex(
        @"^(?<owner>[A-Za-z0-9._-]+)/(?<name>[A-Za-z0-9._-]+)(@(?<rev>refs/(pr/[0-9]+|convert/[A-Za-z0-9_-]+)|[A-Za-z0-9._%+-]+))?/?(?<path>(?<=/)[^@]+)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Form();

    [GeneratedRegex(
        "^refs/(pr/[0-9]+|convert/[A-Za-z0-9_-]+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SpecialRevision();
}
