using System.Text.Json;

namespace Prismatic.Data;

/// <summary>A column of JSON or CSV rows on its way to Parquet: first it sees all values, then it writes them.</summary>
internal sealed class InferredColumn(string name)
{
    private readonly List<string> _keys = [];
    private Shapes _seen;

    [Flags]
    private enum Shapes
    {
        None = 0,
        Text = 1,
        Integer = 2,
        Real = 4,
        Boolean = 8,
        Records = 16,
        Other = 32,
    }

    private enum Form
    {
        Text,
        Integer,
        Real,
        Boolean,
        Records,
    }

    public string Name => name;

    /// <summary>Leaves the column has once its form is settled.</summary>
    public int LeafCount => Settled == Form.Records ? _keys.Count : 1;

    private Form Settled =>
        _seen switch
        {
            Shapes.Integer => Form.Integer,
            Shapes.Real or (Shapes.Real | Shapes.Integer) => Form.Real,
            Shapes.Boolean => Form.Boolean,
            Shapes.Records when _keys.Count > 0 => Form.Records,
            _ => Form.Text,
        };

    public void SeeText() => _seen |= Shapes.Text;

    public void See(JsonElement value) =>
        _seen |= value.ValueKind switch
        {
            JsonValueKind.Null => Shapes.None,
            JsonValueKind.String => Shapes.Text,
            JsonValueKind.True or JsonValueKind.False => Shapes.Boolean,
            JsonValueKind.Number when value.TryGetInt64(out _) => Shapes.Integer,
            JsonValueKind.Number when IsReal(value) => Shapes.Real,
            JsonValueKind.Array => SeeRecords(value),
            _ => Shapes.Other,
        };

    public ThriftStruct[] Elements() =>
        Settled switch
        {
            Form.Integer => [ParquetElements.Leaf(name, ParquetPhysical.Int64, ParquetRepetition.Optional)],
            Form.Real => [ParquetElements.Leaf(name, ParquetPhysical.Double, ParquetRepetition.Optional)],
            Form.Boolean => [ParquetElements.Leaf(name, ParquetPhysical.Boolean, ParquetRepetition.Optional)],
            Form.Records => ParquetElements.List(
                name,
                ParquetRepetition.Optional,
                [
                    ParquetElements.Group("element", ParquetRepetition.Optional, _keys.Count),
                    .. _keys.Select(ParquetElements.Text),
                ]
            ),
            _ => [ParquetElements.Text(name)],
        };

    public void AddNull(ReadOnlySpan<ParquetChunkWriter> chunks)
    {
        foreach (var chunk in chunks)
        {
            chunk.AddLevels(0, 0);
        }
    }

    public void AddText(ReadOnlySpan<ParquetChunkWriter> chunks, string value)
    {
        chunks[0].AddLevels(0, 1);
        chunks[0].AddText(value);
    }

    public void Add(ReadOnlySpan<ParquetChunkWriter> chunks, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            AddNull(chunks);
            return;
        }
        switch (Settled)
        {
            case Form.Records:
                AddRecords(chunks, value);
                return;
            case Form.Integer:
                chunks[0].AddValues<long>([value.GetInt64()]);
                break;
            case Form.Real:
                chunks[0].AddValues<double>([value.GetDouble()]);
                break;
            case Form.Boolean:
                chunks[0].AddBoolean(value.GetBoolean());
                break;
            default:
                chunks[0].AddText(value.ValueKind == JsonValueKind.String ? JsonCells.Text(value) : value.GetRawText());
                break;
        }
        chunks[0].AddLevels(0, 1);
    }

    // Levels: 0 no list, 1 empty list, 2 no record, 3 record without this key, 4 text.
    private void AddRecords(ReadOnlySpan<ParquetChunkWriter> chunks, JsonElement list)
    {
        for (var i = 0; i < chunks.Length; i++)
        {
            var repetition = 0;
            foreach (var record in list.EnumerateArray())
            {
                var isText = record.TryGetProperty(_keys[i], out var value) && value.ValueKind == JsonValueKind.String;
                chunks[i].AddLevels(repetition, isText ? 4 : 3);
                repetition = 1;
                if (isText)
                {
                    chunks[i].AddText(JsonCells.Text(value));
                }
            }
            if (repetition == 0)
            {
                chunks[i].AddLevels(0, 1);
            }
        }
    }

    // Whole numbers beyond 64 bits are kept as text: a double would lose digits.
    private static bool IsReal(JsonElement value) =>
        value.GetRawText().AsSpan().ContainsAny(".eE") && value.TryGetDouble(out var number) && double.IsFinite(number);

    private Shapes SeeRecords(JsonElement list)
    {
        foreach (var record in list.EnumerateArray())
        {
            if (record.ValueKind != JsonValueKind.Object || !record.EnumerateObject().All(IsTextOrNull))
            {
                return Shapes.Other;
            }
            _keys.AddRange(record.EnumerateObject().Select(pair => pair.Name).Except(_keys).ToArray());
        }
        return Shapes.Records;
    }

    private static bool IsTextOrNull(JsonProperty pair) =>
        pair.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null;
}
