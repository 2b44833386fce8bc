namespace Prismatic.Data;

/// <summary>Finds the columns that make a row's text: those asked for, or the usual names.</summary>
internal static class FieldDetector
{
    private static readonly string[][] Pairs =
    [
        ["prompt", "response"],
        ["prompt", "completion"],
        ["instruction", "output"],
        ["instruction", "response"],
        ["question", "answer"],
        ["question", "solution"],
        ["problem", "solution"],
        ["problem", "answer"],
        ["query", "response"],
        ["query", "answer"],
        ["input", "output"],
        ["input", "target"],
        ["user", "assistant"],
        ["question", "rationale"],
    ];

    private static readonly string[] Chats =
    [
        "messages",
        "conversations",
        "conversation",
        "chat",
        "dialog",
        "dialogue",
    ];

    private static readonly string[] Singles =
    [
        "content",
        "completion",
        "response",
        "output",
        "prompt",
        "instruction",
        "question",
        "problem",
        "query",
    ];

    /// <summary>
    /// Settles the columns; the mean text length of columns is asked for only where names do not decide.
    /// </summary>
    /// <exception cref="PrismaticException">A column is missing or holds no text, or nothing can be found.</exception>
    public static async Task<FieldMap> FindAsync(
        string path,
        IReadOnlyList<ColumnInfo> columns,
        FieldChoice choice,
        Func<IReadOnlyList<string>, Task<IReadOnlyList<double>>> meanLengths
    )
    {
        if (choice != FieldChoice.Detect)
        {
            return Chosen(path, columns, choice);
        }
        return ByName(columns) ?? await LongestAsync(path, columns, meanLengths);
    }

    /// <summary>Stops where another file of the data set does not have what was settled on.</summary>
    public static void Require(string path, IReadOnlyList<ColumnInfo> columns, FieldMap fields)
    {
        foreach (var name in fields.Prompt)
        {
            Find(path, columns, name, exact: true);
        }
        var response = Find(path, columns, fields.Response, exact: true);
        if ((response.Kind == ColumnKind.Chat) != fields.IsChat && response.Kind != ColumnKind.Unknown)
        {
            throw new PrismaticException(
                $"column '{response.Name}' of '{path}' holds {response.TypeName}, other files of the data set "
                    + $"hold {(fields.IsChat ? "chats" : "text")} there; read them one by one"
            );
        }
    }

    private static FieldMap Chosen(string path, IReadOnlyList<ColumnInfo> columns, FieldChoice choice)
    {
        var ways = new[] { choice.Text, choice.Prompt ?? choice.Response, choice.Messages };
        if (ways.Count(way => way is not null) > 1)
        {
            throw new PrismaticException(
                "choose one way only: a text column, or prompt and response columns, or a chat column",
                ExitCode.Usage
            );
        }
        var prompt = choice.Prompt is null ? null : Find(path, columns, choice.Prompt);
        if (prompt is not null && choice.Response is null)
        {
            return prompt.Kind == ColumnKind.Chat
                ? Map(prompt)
                : throw new PrismaticException(
                    $"a prompt column ('{prompt.Name}') needs a response column beside it; "
                        + "to use it alone choose it as the text column",
                    ExitCode.Usage
                );
        }
        var response = Find(path, columns, (choice.Text ?? choice.Response ?? choice.Messages)!);
        if (choice.Messages is not null && response.Kind is not (ColumnKind.Chat or ColumnKind.Unknown))
        {
            throw new PrismaticException(
                $"column '{response.Name}' of '{path}' holds {response.TypeName}, not a list of role and content; "
                    + "choose it as the text column instead"
            );
        }
        return prompt is null ? Map(response) : Map(response, prompt.Name);

        static FieldMap Map(ColumnInfo response, params string[] prompt) =>
            new(prompt, response.Name, response.Kind == ColumnKind.Chat && prompt.Length == 0, "chosen");
    }

    private static FieldMap? ByName(IReadOnlyList<ColumnInfo> columns)
    {
        const string reason = "found by name";
        if (Named("text", ColumnKind.Text) is { } text)
        {
            return new FieldMap([], text.Name, false, reason);
        }
        foreach (var pair in Pairs)
        {
            var prompt = Named(pair[0], ColumnKind.Text) ?? Named(pair[0], ColumnKind.Chat);
            if (prompt is not null && Named(pair[1], ColumnKind.Text) is { } response)
            {
                var input = pair[0] == "instruction" ? Named("input", ColumnKind.Text) : null;
                string[] prompts = input is null ? [prompt.Name] : [prompt.Name, input.Name];
                return new FieldMap(prompts, response.Name, false, reason);
            }
        }
        var chat =
            Chats.Select(name => Named(name, ColumnKind.Chat)).FirstOrDefault(column => column is not null)
            ?? columns.FirstOrDefault(column => column.Kind == ColumnKind.Chat);
        if (chat is not null)
        {
            return new FieldMap([], chat.Name, true, reason);
        }
        return Singles
            .Select(name => Named(name, ColumnKind.Text))
            .Where(column => column is not null)
            .Select(column => new FieldMap([], column!.Name, false, reason))
            .FirstOrDefault();

        ColumnInfo? Named(string name, ColumnKind kind) =>
            columns.FirstOrDefault(column =>
                column.Kind == kind && column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
    }

    private static async Task<FieldMap> LongestAsync(
        string path,
        IReadOnlyList<ColumnInfo> columns,
        Func<IReadOnlyList<string>, Task<IReadOnlyList<double>>> meanLengths
    )
    {
        string[] texts = [.. columns.Where(column => column.Kind == ColumnKind.Text).Select(column => column.Name)];
        if (texts.Length <= 1)
        {
            return texts.Length == 1
                ? new FieldMap([], texts[0], false, "the only text column")
                : throw new PrismaticException(
                    $"'{path}' has no text column; its columns are {List(columns)}; choose one with --text"
                );
        }
        var lengths = await meanLengths(texts);
        var longest = Enumerable.Range(0, texts.Length).MaxBy(i => lengths[i]);
        return new FieldMap([], texts[longest], false, $"the longest of {texts.Length} text columns");
    }

    private static ColumnInfo Find(string path, IReadOnlyList<ColumnInfo> columns, string name, bool exact = false)
    {
        var loose = columns.Where(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        var column =
            columns.FirstOrDefault(column => column.Name == name) ?? (!exact && loose.Count == 1 ? loose[0] : null);
        if (column is null)
        {
            var near = NearNames.Suggest(name, columns.Select(column => column.Name));
            throw new PrismaticException($"'{path}' has no column '{name}'{near}; its columns are {List(columns)}");
        }
        return column.Kind == ColumnKind.Other
            ? throw new PrismaticException(
                $"column '{column.Name}' of '{path}' holds {column.TypeName}, not text; its columns are {List(columns)}"
            )
            : column;
    }

    private static string List(IReadOnlyList<ColumnInfo> columns)
    {
        const int shown = 20;
        var names = columns.Take(shown).Select(column => $"{column.Name} ({column.TypeName})");
        return string.Join(", ", names) + (columns.Count > shown ? $" and {columns.Count - shown} more" : "");
    }
}
