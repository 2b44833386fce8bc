using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>Takes the answers out of the rows of one file.</summary>
internal sealed class RowReader
{
    private const string NoPrompt = "the prompt is null or missing";
    private const string NoModel = "the model is not named";
    private const string NoAnswer = "the answer is null or missing";

    private readonly ResponseLayout _layout;
    private readonly string _fileModel;
    private readonly PromptTexts? _texts;
    private readonly ResponseSetBuilder _builder;
    private readonly IReadOnlyList<string> _columns;
    private FieldValue[] _values = [];
    private string _place = "";
    private long _row;

    public RowReader(
        ResponseLayout layout,
        string fileModel,
        PromptTexts? texts,
        ResponseSetBuilder builder,
        long firstRow = 0
    )
    {
        (_layout, _fileModel, _texts, _builder) = (layout, fileModel, texts, builder);
        _row = firstRow - 1;
        _columns = layout.Columns;
    }

    /// <summary>Adds the answers of a row; what cannot be taken is counted with its reason.</summary>
    /// <param name="values">In the order of the layout's columns.</param>
    /// <param name="place">Of the row, for messages.</param>
    /// <exception cref="PrismaticException">A value has a form that its column must not have.</exception>
    public void Read(FieldValue[] values, string place)
    {
        (_values, _place) = (values, place);
        _row++;
        var response = Value(_layout.Response);
        if (_layout.IsEvaluation)
        {
            Add(EvaluationRow.Answer(response), EvaluationRow.Prompt(values[0]), 0, 1);
            return;
        }
        response = _layout.IsList ? response.Unpacked() : response;
        if (response.Kind != FieldKind.List || FieldChat.Messages(response) is not null)
        {
            Add(response, Prompt(), 0, 1);
            return;
        }
        if (response.Items.Count == 0)
        {
            _builder.LeaveOut("the list of answers is empty");
            return;
        }
        var prompt = Prompt();
        for (var i = 0; i < response.Items.Count; i++)
        {
            Add(response.Items[i], prompt, i, response.Items.Count);
        }
    }

    private FieldValue Value(FieldPath path)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_columns[i] == path.Column)
            {
                return path.From(_values[i]);
            }
        }
        return FieldValue.Null;
    }

    private string? Prompt()
    {
        if (_layout.Prompt.Count == 0)
        {
            return null;
        }
        if (_layout.IsPromptId && Value(_layout.Prompt[0]) is { IsScalar: true } id)
        {
            return _texts?.Find(id) ?? PromptTexts.Key(id);
        }
        var parts = new List<string>();
        foreach (var path in _layout.Prompt)
        {
            var value = Value(path);
            if (value.Kind is FieldKind.Null && path == _layout.Prompt[0])
            {
                return null;
            }
            var text = FieldChat.Messages(value) is { } chat ? Chat.Flatten(chat) : FieldChat.Content(value);
            if (value.Kind == FieldKind.Other || (value.Kind == FieldKind.Object && text.Length == 0))
            {
                throw WrongType(path, value, "a prompt");
            }
            if (text.Length > 0)
            {
                parts.Add(text);
            }
        }
        return string.Join('\n', parts);
    }

    private void Add(FieldValue answer, string? prompt, int index, int count)
    {
        string? text;
        if (FieldChat.Messages(answer) is { } chat)
        {
            var place = Chat.LastAnswer(chat);
            if (place < 0)
            {
                _builder.LeaveOut("the chat holds no answer of a model");
                return;
            }
            text = chat[place].Content;
            prompt ??= Chat.Flatten([.. chat.Take(place)]);
        }
        else
        {
            text = Text(answer);
        }
        var model = Model(index, count);
        if (text is null || prompt is null || model is null)
        {
            _builder.LeaveOut(
                text is null ? NoAnswer
                : prompt is null ? NoPrompt
                : NoModel
            );
            return;
        }
        var read = new RowNumbers(_place);
        _builder.Add(
            new Response
            {
                Prompt = _builder.Prompt(prompt),
                Model = _builder.Model(model),
                Text = text,
                Row = _row,
                Weight = _layout.Weight is { } weight ? read.Weight(weight, Part(weight, index, count)) : 1,
                Quality = _layout.Quality is { } quality ? read.Quality(quality, Part(quality, index, count)) : null,
                Label = _layout.Label is { } label ? Name(label, Part(label, index, count)) : null,
                Reference = _layout.Reference is { } reference ? Reference(Value(reference), index, count) : null,
            },
            _layout.Sample is { } sample ? Name(sample, Part(sample, index, count)) : null
        );
    }

    private string? Text(FieldValue answer)
    {
        if (answer.Kind is FieldKind.Null)
        {
            return null;
        }
        var text = FieldChat.Content(answer);
        return answer.IsScalar || (answer.Kind == FieldKind.Object && text.Length > 0)
            ? text
            : throw WrongType(_layout.Response, answer, "an answer");
    }

    private string? Model(int index, int count)
    {
        if (_layout.Model.Count == 0)
        {
            return _fileModel;
        }
        foreach (var path in _layout.Model)
        {
            var value = Part(path, index, count);
            if (value.IsScalar && !string.IsNullOrWhiteSpace(value.Text))
            {
                return PromptTexts.Key(value);
            }
            if (value.Kind is not (FieldKind.Null or FieldKind.Text))
            {
                throw WrongType(path, value, "the name of a model");
            }
        }
        return null;
    }

    // One value for all answers of a row, or a list with one for each.
    private FieldValue Part(FieldPath path, int index, int count)
    {
        var value = Value(path);
        value = _layout.IsList ? value.Unpacked() : value;
        if (value.Kind != FieldKind.List)
        {
            return value;
        }
        return value.Items.Count == count
            ? value.Items[index]
            : throw new PrismaticException(
                $"{_place}: {count} {(count == 1 ? "answer" : "answers")}, but {value.Items.Count} values in the list in "
                    + $"column {path}; give one for each answer or leave the column out"
            );
    }

    private string? Name(FieldPath path, FieldValue value) =>
        value.Kind is FieldKind.Null ? null
        : value.IsScalar ? PromptTexts.Key(value)
        : throw WrongType(path, value, "a name or number");

    private string? Reference(FieldValue value, int index, int count)
    {
        value = _layout.IsList ? value.Unpacked() : value;
        value = value.Kind == FieldKind.List && value.Items.Count == count ? value.Items[index] : value;
        return value.Kind is FieldKind.Null ? null : FieldChat.Content(value);
    }

    private PrismaticException WrongType(FieldPath path, FieldValue value, string wanted) =>
        new(
            $"{_place}: column {path} holds {value.TypeName} here, not {wanted}; choose another column or mend the row"
        );
}
