using Prismatic.Data;

namespace Prismatic.Pluralism;

/// <summary>What can reasonably be said to a prompt.</summary>
/// <param name="Prompt">As the file has it.</param>
/// <param name="Viewpoints">Different ones, in the order of the file; at least one.</param>
public sealed record PromptViewpoints(string Prompt, IReadOnlyList<string> Viewpoints);

/// <summary>Viewpoints of many prompts.</summary>
/// <param name="Prompts">In the order in which they first occur.</param>
/// <param name="Description">Which columns were read: one sentence for the user.</param>
/// <param name="LeftOut">Rows without prompt or viewpoint, and repeated ones.</param>
public sealed record ViewpointReference(IReadOnlyList<PromptViewpoints> Prompts, string Description, int LeftOut);

/// <summary>Reads lists of viewpoints: one a row, beside its prompt.</summary>
public static class ViewpointReader
{
    private static readonly string[] PromptNames =
    [
        "prompt",
        "question",
        "situation",
        "scenario",
        "instruction",
        "input",
    ];
    private static readonly string[] ViewpointNames =
    [
        "viewpoint",
        "view",
        "perspective",
        "value",
        "claim",
        "argument",
        "statement",
        "position",
        "text",
    ];

    /// <summary>Reads viewpoints from any supported file.</summary>
    /// <param name="path">One file.</param>
    /// <param name="promptColumn">Null finds it by name.</param>
    /// <param name="viewpointColumn">Null finds it by name.</param>
    /// <param name="cancellationToken">Checked at every row.</param>
    /// <exception cref="PrismaticException">A column is missing, or there is no viewpoint.</exception>
    public static async Task<ViewpointReference> ReadAsync(
        string path,
        string? promptColumn = null,
        string? viewpointColumn = null,
        CancellationToken cancellationToken = default
    )
    {
        var table = await TextTable.OpenAsync(path, cancellationToken: cancellationToken);
        var prompt = Column(promptColumn, PromptNames, "prompts");
        var viewpoint = Column(viewpointColumn, ViewpointNames, "viewpoints");
        var lists = new Dictionary<string, List<string>>();
        var order = new List<string>();
        var seen = new HashSet<(string, string)>();
        var leftOut = 0;
        await foreach (var row in table.ReadAsync([prompt, viewpoint], cancellationToken))
        {
            var (asked, said) = (row.Values[0]?.Trim() ?? "", row.Values[1]?.Trim() ?? "");
            if (asked.Length == 0 || said.Length == 0 || !seen.Add((asked, said)))
            {
                leftOut++;
                continue;
            }
            if (!lists.TryGetValue(asked, out var list))
            {
                lists[asked] = list = [];
                order.Add(asked);
            }
            list.Add(said);
        }
        return order.Count > 0
            ? new ViewpointReference(
                [.. order.Select(asked => new PromptViewpoints(asked, lists[asked]))],
                $"Viewpoints: prompts from '{prompt}', viewpoints from '{viewpoint}'.",
                leftOut
            )
            : throw new PrismaticException($"'{table.Path}' holds no viewpoint");

        string Column(string? chosen, string[] names, string what) =>
            chosen is not null
                ? table.Column(chosen)
                : table.Find(names)
                    ?? throw new PrismaticException(
                        $"'{table.Path}' has no column of {what} that is known by its name (such as '{names[0]}'); "
                            + $"its columns are {table.List()}"
                    );
    }
}
