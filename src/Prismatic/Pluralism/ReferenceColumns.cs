using Prismatic.Data;

namespace Prismatic.Pluralism;

/// <summary>What a row of a reference file is.</summary>
internal enum ReferenceLayout
{
    /// <summary>An option with its count or share.</summary>
    Options,

    /// <summary>One answer of one person.</summary>
    Answers,

    /// <summary>One person, with a column for every question.</summary>
    People,
}

/// <summary>The columns of a reference file as they will be read.</summary>
internal sealed record ReferenceColumns
{
    private static readonly string[] PromptNames =
    [
        "prompt",
        "question",
        "question text",
        "statement",
        "scenario",
        "instruction",
        "input",
        "query",
        "item",
        "comment body",
        "prompt id",
        "question id",
        "statement id",
        "comment id",
    ];
    private static readonly string[] OptionNames =
    [
        "option",
        "option text",
        "choice",
        "answer",
        "response",
        "selection",
        "vote",
        "label",
    ];
    private static readonly string[] CountNames = ["count", "counts", "human count", "votes", "frequency", "freq"];
    private static readonly string[] ShareNames =
    [
        "share",
        "human share",
        "proportion",
        "probability",
        "prob",
        "percent",
        "percentage",
        "fraction",
    ];
    private static readonly string[] PeopleNames = ["n", "human n", "people", "sample size", "respondents"];
    private static readonly string[] GroupNames =
    [
        "group",
        "group id",
        "country",
        "population",
        "segment",
        "subgroup",
        "demographic",
    ];
    private static readonly string[] OrderNames = ["order", "option order", "ordinal", "rank", "position", "value"];
    private static readonly string[] PersonNames =
    [
        "person",
        "person id",
        "participant",
        "participant id",
        "respondent",
        "respondent id",
        "voter",
        "voter id",
        "user id",
        "annotator",
        "annotator id",
    ];

    public required ReferenceLayout Layout { get; init; }
    public string? Prompt { get; init; }
    public string? Option { get; init; }
    public string? Amount { get; init; }
    public bool IsShare { get; init; }
    public string? People { get; init; }
    public string? Group { get; init; }
    public string? Order { get; init; }
    public string? Person { get; init; }
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>Whether the questions were named by the user, and not merely found.</summary>
    public bool AreChosen { get; init; }

    /// <summary>Whether the order was asked for, and not merely found by its name.</summary>
    public bool IsOrderChosen { get; init; }

    /// <summary>Settles which columns are what.</summary>
    /// <exception cref="PrismaticException">A named column is missing, or a needed one is not found.</exception>
    public static ReferenceColumns Settle(TextTable table, ReferenceChoice choice)
    {
        if (choice.Count is not null && choice.Share is not null)
        {
            throw new PrismaticException("choose a column of counts or one of shares, not both", ExitCode.Usage);
        }
        var person = Named(choice.Person, PersonNames);
        var group = Named(choice.Group, GroupNames);
        var prompt = Named(choice.Prompt, PromptNames);
        var option = Named(choice.Option, OptionNames);
        var isWide =
            choice.Questions is not null
            || (choice is { Prompt: null, Option: null } && person is not null && (prompt is null || option is null));
        if (isWide)
        {
            return Wide(table, choice, person, group);
        }
        if (prompt is null || option is null)
        {
            var what = prompt is null ? "questions (such as 'prompt')" : "options (such as 'option')";
            throw new PrismaticException(
                $"'{table.Path}' has no column of {what} that is known by its name; its columns are {table.List()}"
            );
        }
        var count = choice.Share is null ? Named(choice.Count, CountNames) : null;
        var share = count is null ? Named(choice.Share, ShareNames) : null;
        return new ReferenceColumns
        {
            Layout = (count ?? share) is null ? ReferenceLayout.Answers : ReferenceLayout.Options,
            Prompt = prompt,
            Option = option,
            Amount = count ?? share,
            IsShare = share is not null,
            People = (count ?? share) is null ? null : Named(choice.People, PeopleNames),
            Group = group,
            Order = Named(choice.Order, OrderNames),
            IsOrderChosen = choice.Order is not null,
            Person = (count ?? share) is null ? person : null,
        };

        string? Named(string? chosen, IReadOnlyList<string> names) =>
            chosen is not null ? table.Column(chosen) : table.Find(names);
    }

    /// <summary>One sentence for the user.</summary>
    public string Describe()
    {
        var group = Group is null ? "" : $", groups from '{Group}'";
        if (Layout == ReferenceLayout.People)
        {
            var person = Person is null ? "" : $" ('{Person}')";
            return $"Human reference: a row for every person{person}, {Questions.Count} columns as questions{group}.";
        }
        var amount =
            Layout == ReferenceLayout.Answers ? "every row is one answer"
            : IsShare ? $"shares from '{Amount}'"
            : $"counts from '{Amount}'";
        var people = People is null ? "" : $", people from '{People}'";
        var once = Person is null ? "" : $", the last of every '{Person}' counts";
        var order = Order is null ? "" : $", order from '{Order}'";
        return $"Human reference: questions from '{Prompt}', options from '{Option}', {amount}{people}{once}{group}{order}.";
    }

    private static ReferenceColumns Wide(TextTable table, ReferenceChoice choice, string? person, string? group)
    {
        string[] questions = choice.Questions is not null
            ? [.. choice.Questions.Select(table.Column).Distinct()]
            : [.. table.Columns.Where(column => column != person && column != group)];
        // Exports of votes name statements by number, and put totals a person beside them.
        string[] numbered = [.. questions.Where(name => name.Length > 0 && name.All(char.IsAsciiDigit))];
        questions = choice.Questions is null && numbered.Length > 1 ? numbered : questions;
        if (questions.Distinct().Count() != questions.Length)
        {
            table.Column(questions.GroupBy(name => name).First(same => same.Count() > 1).Key);
        }
        return new ReferenceColumns
        {
            Layout = ReferenceLayout.People,
            Person = person,
            Group = group,
            Questions = questions,
            AreChosen = choice.Questions is not null,
        };
    }
}
