using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>Settles which columns hold prompts, answers and what belongs to them.</summary>
internal static class LayoutDetector
{
    /// <summary>The layout of a file; null where it holds no answers and the user named none in it.</summary>
    /// <exception cref="PrismaticException">A column the user named is missing, or answers stand without prompts.</exception>
    public static ResponseLayout? Find(string path, IReadOnlyList<FieldColumn> columns, ResponseFields fields)
    {
        var finder = new ColumnFinder(path, columns);
        if (IsEvaluation(finder, fields))
        {
            return Evaluation(finder, fields);
        }
        if (fields.ResponseColumn is { Length: > 0 } name)
        {
            // Beside answers there may be a file of prompts, which has no such column.
            return
                finder.Find(name) is null
                && Answers(finder, fields) is null
                && PromptTexts.Columns(columns, null) is not null
                ? null
                : Layout(path, finder, fields, finder.Chosen(name));
        }
        return Answers(finder, fields) is { } found
            ? Layout(path, finder, fields, (new FieldPath(found.Name), found.Shape))
            : null;
    }

    private static bool IsEvaluation(ColumnFinder finder, ResponseFields fields) =>
        fields.ResponseColumn is null
        && fields.PromptColumn is null
        && finder.Columns.Any(column => column.Name == "modelResponse" && column.Shape == FieldShape.Object)
        && finder.Columns.Any(column => column.Name is "scenarioName" or "executionName");

    private static ResponseLayout Evaluation(ColumnFinder finder, ResponseFields fields) =>
        new()
        {
            Name = "Microsoft.Extensions.AI.Evaluation results",
            IsEvaluation = true,
            Prompt = [new FieldPath("messages")],
            Response = new FieldPath("modelResponse"),
            Model = fields.ModelColumn switch
            {
                null => [new FieldPath("modelResponse", "modelId"), new FieldPath("executionName")],
                "" => [],
                _ => [finder.Chosen(fields.ModelColumn).Path],
            },
            Sample = fields.SampleColumn switch
            {
                null => new FieldPath("iterationName"),
                "" => null,
                _ => finder.Chosen(fields.SampleColumn).Path,
            },
            Quality = fields.QualityColumn is { Length: > 0 } metric
                ? new FieldPath("evaluationResult", "metrics", metric, "value")
                : null,
        };

    private static FieldColumn? Answers(ColumnFinder finder, ResponseFields fields)
    {
        var free = finder.Without(fields.PromptColumn, fields.ModelColumn, fields.ReferenceColumn, fields.LabelColumn);
        var hasPrompt =
            fields.PromptColumn is { Length: > 0 }
            || free.Named(LayoutNames.Prompt, FieldShape.Text, FieldShape.Number, FieldShape.Chat) is not null;
        return free.Named(
                LayoutNames.Response,
                FieldShape.Text,
                FieldShape.Number,
                FieldShape.TextList,
                FieldShape.NumberList
            )
            ?? free.Named(LayoutNames.ResponseList, FieldShape.TextList, FieldShape.NumberList, FieldShape.Text)
            ?? free.Named(LayoutNames.Chat, FieldShape.Chat)
            ?? free.Columns.FirstOrDefault(column =>
                column.Shape == FieldShape.Chat && !LayoutNames.Prompt.Contains(ColumnFinder.Plain(column.Name))
            )
            ?? OnlyList(free)
            // By its name it holds answers; where one is not to be read, the row says so.
            ?? free.Named(
                [.. LayoutNames.Response, .. LayoutNames.ResponseList],
                FieldShape.Object,
                FieldShape.ObjectList,
                FieldShape.Other
            )
            ?? (hasPrompt ? free.Named(LayoutNames.BesidePrompt, FieldShape.Text) : null);
    }

    private static FieldColumn? OnlyList(ColumnFinder finder)
    {
        var lists = finder
            .Columns.Where(column =>
                column.Shape == FieldShape.TextList && !LayoutNames.NoAnswers.Contains(ColumnFinder.Plain(column.Name))
            )
            .ToList();
        return lists.Count == 1 ? lists[0] : null;
    }

    private static ResponseLayout Layout(
        string path,
        ColumnFinder finder,
        ResponseFields fields,
        (FieldPath Path, FieldShape Shape) response
    )
    {
        var isChat = response.Shape == FieldShape.Chat;
        var isList =
            response.Shape is FieldShape.TextList or FieldShape.NumberList or FieldShape.ObjectList
            || LayoutNames.ResponseList.Contains(ColumnFinder.Plain(response.Path.Column));
        var others = finder.Without(response.Path.Column);
        var (prompt, isId) = Prompt(path, finder, others, fields, isChat);
        FieldShape[] numbers = isList
            ? [FieldShape.NumberList, FieldShape.Number, FieldShape.Text]
            : [FieldShape.Number];
        FieldShape[] labels = isList
            ? [FieldShape.NumberList, FieldShape.TextList, FieldShape.Text]
            : [FieldShape.Number, FieldShape.Text];
        var layout = new ResponseLayout
        {
            Name = "",
            Prompt = prompt,
            IsPromptId = isId,
            Response = response.Path,
            IsList = isList,
            Model = Model(finder, fields),
            Sample = Role(fields.SampleColumn, LayoutNames.Sample, FieldShape.Number, FieldShape.Text),
            Weight = Role(fields.WeightColumn, LayoutNames.Weight, numbers),
            Quality = Role(fields.QualityColumn, LayoutNames.Quality, numbers) ?? Ratings(),
            Label = Role(fields.LabelColumn, LayoutNames.Label, labels),
            Reference = Role(
                fields.ReferenceColumn,
                LayoutNames.Reference,
                FieldShape.Text,
                FieldShape.Number,
                FieldShape.TextList
            ),
        };
        return layout with { Name = KnownLayouts.Name(finder, layout, isChat) };

        FieldPath? Role(string? chosen, string[] names, params FieldShape[] shapes) =>
            chosen switch
            {
                "" => null,
                null => others.Named(names, shapes) is { } column ? new FieldPath(column.Name) : null,
                _ => finder.Chosen(chosen).Path,
            };

        // Tree of thoughts keeps the ratings of ys beside the votes for them.
        FieldPath? Ratings() =>
            fields.QualityColumn is null
            && response.Path.Column == "ys"
            && finder.Find("infos") is { Shape: FieldShape.ObjectList }
                ? new FieldPath("infos", "r")
                : null;
    }

    private static (FieldPath[] Prompt, bool IsId) Prompt(
        string path,
        ColumnFinder finder,
        ColumnFinder others,
        ResponseFields fields,
        bool isChat
    )
    {
        if (fields.PromptColumn is { Length: > 0 } name)
        {
            var (chosen, shape) = finder.Chosen(name);
            return (
                [chosen],
                shape == FieldShape.Number || LayoutNames.PromptId.Contains(ColumnFinder.Plain(chosen.Column))
            );
        }
        if (isChat)
        {
            return ([], false);
        }
        if (others.Named(LayoutNames.Prompt, FieldShape.Text, FieldShape.Number, FieldShape.Chat) is { } column)
        {
            // Instructions may have a text they speak about.
            var input =
                ColumnFinder.Plain(column.Name) == "instruction" ? others.Named(["input"], FieldShape.Text) : null;
            return input is null
                ? ([new FieldPath(column.Name)], column.Shape == FieldShape.Number)
                : ([new FieldPath(column.Name), new FieldPath(input.Name)], false);
        }
        if (others.Named(LayoutNames.Chat, FieldShape.Chat) is { } chat)
        {
            return ([new FieldPath(chat.Name)], false);
        }
        return others.Named(LayoutNames.PromptId, FieldShape.Text, FieldShape.Number) is { } id
            ? ([new FieldPath(id.Name)], true)
            : throw new PrismaticException(
                $"'{path}' has answers but no column of prompts was found; its columns are {finder.Listed}; "
                    + "choose one with --prompt"
            );
    }

    private static FieldPath[] Model(ColumnFinder finder, ResponseFields fields)
    {
        if (fields.ModelColumn is { } chosen)
        {
            return chosen.Length == 0 ? [] : [finder.Chosen(chosen).Path];
        }
        var found =
            finder.Named(LayoutNames.Model, FieldShape.Text, FieldShape.TextList)
            // A number of a model is less than its name.
            ?? (
                finder.Named(LayoutNames.Model, FieldShape.Number) is { } number
                    ? finder.Named(["name"], FieldShape.Text) ?? number
                    : null
            );
        return found is null ? [] : [new FieldPath(found.Name)];
    }
}
