namespace Prismatic.Responses;

/// <summary>
/// Columns the user asked for. Null: found by name. Empty: there is none, whatever the names say. A name with dots leads
/// into objects (<c>metadata.model</c>), where no column has the whole name.
/// </summary>
public sealed record ResponseFields
{
    /// <summary>Nothing asked for: find the columns by name.</summary>
    public static ResponseFields Detect { get; } = new();

    /// <summary>What is answered, or a number that stands for it.</summary>
    public string? PromptColumn { get; init; }

    /// <summary>The answer, a list of answers, or a chat that ends with one.</summary>
    public string? ResponseColumn { get; init; }

    /// <summary>Who answered; where there is none the file is one model and gives its name.</summary>
    public string? ModelColumn { get; init; }

    /// <summary>Number or name of the sample; answers of a model to a prompt stand in its order where it is a number.</summary>
    public string? SampleColumn { get; init; }

    /// <summary>How much the answer counts; finite and not negative.</summary>
    public string? WeightColumn { get; init; }

    /// <summary>How good the answer is; of evaluation results the name of a metric.</summary>
    public string? QualityColumn { get; init; }

    /// <summary>The answer's equivalence class among those to its prompt.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>What the answer should be like.</summary>
    public string? ReferenceColumn { get; init; }
}
