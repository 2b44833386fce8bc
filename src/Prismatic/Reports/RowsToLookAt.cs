using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Answers of a model that show what its numbers come from; row numbers run over all files with answers, in their order.</summary>
public sealed record ModelRows
{
    [Description("Of the prompts whose answers are fewest different ones: the answer that opens the largest class.")]
    public required IReadOnlyList<ExampleRow> FewestDifferent { get; init; }

    [Description("Of the prompts whose answers repeat most: the answer that is given most often.")]
    public required IReadOnlyList<ExampleRow> Repeated { get; init; }

    [Description("The first refusals.")]
    public required IReadOnlyList<ExampleRow> Refusals { get; init; }
}

/// <summary>Answers that are most alike in one feature space.</summary>
public sealed record AlikeRows
{
    [Description("Of the prompts to which models answer most alike: two answers of two models each.")]
    public required IReadOnlyList<ExampleRow> Between { get; init; }

    [Description("Of the prompts to which one model's answers are most alike: two of them each.")]
    public required IReadOnlyList<ExampleRow> Within { get; init; }
}

/// <summary>Answers of a model that show how it stands beside people.</summary>
public sealed record PeopleRows
{
    [Description("The first answers to the questions furthest from people.")]
    public required IReadOnlyList<ExampleRow> Furthest { get; init; }

    [Description("The first answers that name no option.")]
    public required IReadOnlyList<ExampleRow> Unmapped { get; init; }
}
