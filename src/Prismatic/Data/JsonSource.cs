using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Prismatic.Data;

/// <summary>
/// JSON Lines, a JSON array of objects, or one object that wraps such an array; which of them, the content tells.
/// </summary>
/// <param name="path">As the user named it.</param>
/// <param name="isRow">Whether an object that makes the whole file is a row, whatever lists it holds; null for never.</param>
internal sealed class JsonSource(string path, Func<JsonElement, bool>? isRow = null) : DataSource(path)
{
    private const long MaxWholeBytes = 1L << 30;

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private enum Shape
    {
        Lines,
        Array,
        Wrapped,
    }

    public override async Task<SourceInfo> InspectAsync(CancellationToken cancellationToken)
    {
        var columns = new Dictionary<string, ColumnInfo>();
        var rows = 0;
        await foreach (var (row, place) in ElementsAsync(cancellationToken))
        {
            Learn(columns, row, place);
            if (++rows == SampleRows)
            {
                break;
            }
        }
        return new SourceInfo([.. columns.Values], null, rows > 0);
    }

    private static void Learn(Dictionary<string, ColumnInfo> columns, JsonElement row, string place)
    {
        try
        {
            foreach (var property in row.EnumerateObject())
            {
                var seen = JsonCells.Describe(property.Name, property.Value);
                columns[property.Name] = columns.TryGetValue(property.Name, out var before)
                    ? JsonCells.Merge(before, seen)
                    : seen;
            }
        }
        catch (InvalidOperationException fault)
        {
            throw Fault($"{place}: a column has a name that is not valid text", fault);
        }
    }

    public override async IAsyncEnumerable<Cell[]> ReadAsync(
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var cells = new Cell[columns.Count];
        await foreach (var (row, place) in ElementsAsync(cancellationToken))
        {
            for (var i = 0; i < columns.Count; i++)
            {
                cells[i] = row.TryGetProperty(columns[i], out var value)
                    ? JsonCells.Cell(value)
                        ?? throw Fault(
                            $"{place}: column '{columns[i]}' holds {JsonCells.TypeName(value)} here, not text; "
                                + "choose another column or mend the row"
                        )
                    : default;
            }
            yield return cells;
        }
    }

    /// <summary>Every row as an object, with its place in the file as messages name it. Valid until the next one.</summary>
    public async IAsyncEnumerable<(JsonElement Row, string Place)> ElementsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var shape = await GuardAsync(() => ShapeAsync(cancellationToken));
        var rows = shape switch
        {
            Shape.Array => ArrayAsync(cancellationToken),
            Shape.Wrapped => WrappedAsync(cancellationToken),
            _ => LinesAsync(cancellationToken),
        };
        await using var enumerator = rows.GetAsyncEnumerator(cancellationToken);
        while (await GuardAsync(async () => await enumerator.MoveNextAsync()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (row, place) = enumerator.Current;
            if (row.ValueKind != JsonValueKind.Object)
            {
                throw Fault($"{place}: expected an object with named columns, found {JsonCells.TypeName(row)}");
            }
            yield return (row, place);
        }
    }

    private async Task<Shape> ShapeAsync(CancellationToken cancellationToken)
    {
        using var reader = LenientText.OpenReader(Path);
        string? first = null;
        await foreach (var (line, _) in LenientText.LinesAsync(reader, cancellationToken))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                if (first is not null)
                {
                    return Shape.Lines;
                }
                if (line.AsSpan().TrimStart()[0] == '[')
                {
                    return Shape.Array;
                }
                // An object that does not end on its line is one that wraps the whole file.
                if (!IsJsonLinesName && !Parses(line))
                {
                    return Shape.Wrapped;
                }
                first = line;
            }
        }
        return first is not null && !IsJsonLinesName && Wraps(first) ? Shape.Wrapped : Shape.Lines;
    }

    private bool IsJsonLinesName =>
        Path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase)
        || Path.Contains(".ndjson", StringComparison.OrdinalIgnoreCase);

    private async IAsyncEnumerable<(JsonElement Row, string Place)> LinesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var reader = LenientText.OpenReader(Path);
        await foreach (var (line, number) in LenientText.LinesAsync(reader, cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            using var document = Parse(line, number);
            yield return (document.RootElement, $"{Path}:{number}");
        }
    }

    private JsonDocument Parse(string line, long number)
    {
        try
        {
            return JsonDocument.Parse(line, Lenient);
        }
        catch (JsonException fault)
        {
            throw Fault(
                $"{Path}:{number}: this line is not valid JSON (at byte {fault.BytePositionInLine + 1}); "
                    + "every line must be one complete object",
                fault
            );
        }
    }

    private async IAsyncEnumerable<(JsonElement Row, string Place)> ArrayAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var stream = await OpenUtf8Async(cancellationToken);
        var options = new JsonSerializerOptions
        {
            AllowTrailingCommas = true,
            ReadCommentHandling = JsonCommentHandling.Skip,
        };
        var items = JsonSerializer.DeserializeAsyncEnumerable(
            stream,
            JsonRowContext.With(options).JsonElement,
            cancellationToken
        );
        var number = 0L;
        await foreach (var item in items)
        {
            yield return (item, $"{Path}: item {++number}");
        }
    }

    private async IAsyncEnumerable<(JsonElement Row, string Place)> WrappedAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (new FileInfo(Path).Length > MaxWholeBytes)
        {
            throw Fault($"'{Path}' is one JSON object over {MaxWholeBytes >> 30} GB; write it as JSON Lines");
        }
        await using var stream = await OpenUtf8Async(cancellationToken);
        using var document = await JsonDocument.ParseAsync(stream, Lenient, cancellationToken);
        if (WrappedRows(document.RootElement) is not { } rows)
        {
            yield return (document.RootElement, $"{Path}:1");
            yield break;
        }
        var number = 0L;
        foreach (var row in rows.EnumerateArray())
        {
            yield return (row, $"{Path}: item {++number}");
        }
    }

    private async Task<Stream> OpenUtf8Async(CancellationToken cancellationToken)
    {
        Encoding encoding;
        using (var reader = LenientText.OpenReader(Path))
        {
            // The encoding is known only once the byte order mark was looked for.
            _ = await reader.ReadAsync(new char[1], cancellationToken);
            encoding =
                reader.CurrentEncoding.CodePage == Encoding.UTF8.CodePage
                    ? LenientText.Encoding
                    : reader.CurrentEncoding;
        }
        return Encoding.CreateTranscodingStream(LenientText.Open(Path), encoding, new UTF8Encoding(false));
    }

    private static bool Parses(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Lenient);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool Wraps(string line)
    {
        using var document = JsonDocument.Parse(line, Lenient);
        return WrappedRows(document.RootElement) is not null;
    }

    private JsonElement? WrappedRows(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && isRow?.Invoke(root) == true ? null : JsonCells.WrappedRows(root);

    private async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (JsonException fault)
        {
            throw Fault(
                $"{Path}:{fault.LineNumber + 1}: this is not valid JSON (at byte {fault.BytePositionInLine + 1})",
                fault
            );
        }
        catch (Exception fault) when (IsReadFault(fault))
        {
            throw ReadFault(fault);
        }
    }
}
