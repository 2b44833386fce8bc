namespace Prismatic.Responses;

/// <summary>Which columns of a file hold what.</summary>
internal sealed record ResponseLayout
{
    public required string Name { get; init; }

    /// <summary>Joined by line breaks; empty where the answers are chats that bring their prompts.</summary>
    public IReadOnlyList<FieldPath> Prompt { get; init; } = [];

    /// <summary>Whether the prompt may be a number or a name that stands for a text in another file.</summary>
    public bool IsPromptId { get; init; }

    public required FieldPath Response { get; init; }

    /// <summary>Whether rows hold lists of answers, also where a text spells the list.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether rows are results of Microsoft.Extensions.AI.Evaluation.</summary>
    public bool IsEvaluation { get; init; }

    /// <summary>The first that holds something counts; none: the file gives the name.</summary>
    public IReadOnlyList<FieldPath> Model { get; init; } = [];

    public FieldPath? Sample { get; init; }

    public FieldPath? Weight { get; init; }

    public FieldPath? Quality { get; init; }

    public FieldPath? Label { get; init; }

    public FieldPath? Reference { get; init; }

    /// <summary>The columns needed, each once.</summary>
    public IReadOnlyList<string> Columns =>
        [
            .. Prompt
                .Append(Response)
                .Concat(Model)
                .Concat(new[] { Sample, Weight, Quality, Label, Reference }.OfType<FieldPath>())
                .Select(path => path.Column)
                .Distinct(),
        ];

    /// <summary>In words.</summary>
    public string Describe()
    {
        var parts = new List<string>
        {
            Prompt.Count == 0
                ? $"prompts and answers from the chats in {Response}"
                : $"prompts from {string.Join(" and ", Prompt)}, answers from {(IsList ? "the lists in " : "")}{Response}",
            Model.Count == 0 ? "models named after their files" : $"models from {string.Join(" or else ", Model)}",
        };
        Add("samples", Sample);
        Add("weights", Weight);
        Add("quality", Quality);
        Add("equivalence classes", Label);
        Add("references", Reference);
        return string.Join(", ", parts);

        void Add(string what, FieldPath? path)
        {
            if (path is not null)
            {
                parts.Add($"{what} from {path}");
            }
        }
    }
}
