namespace Prismatic.Data;

/// <summary>Wire types of the Thrift compact protocol, in which Parquet writes all that is not data.</summary>
internal enum ThriftType : byte
{
    True = 1,
    False = 2,
    Byte = 3,
    I16 = 4,
    I32 = 5,
    I64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}

/// <summary>A Thrift structure as it stands in the file: fields by number, known to us or not, so that none is lost.</summary>
/// <remarks>Values are <see cref="bool"/>, <see cref="long"/> (all integers), <see cref="double"/>, <c>byte[]</c>,
/// <see cref="ThriftList"/>, <see cref="ThriftMap"/> or <see cref="ThriftStruct"/>.</remarks>
internal sealed class ThriftStruct
{
    private readonly SortedDictionary<int, (ThriftType Type, object Value)> _fields = [];

    public IEnumerable<(int Id, ThriftType Type, object Value)> Fields =>
        _fields.Select(entry => (entry.Key, entry.Value.Type, entry.Value.Value));

    public bool Has(int id) => _fields.ContainsKey(id);

    public void Remove(int id) => _fields.Remove(id);

    public void Set(int id, ThriftType type, object value) => _fields[id] = (type, value);

    public ThriftStruct I32(int id, long value) => With(id, ThriftType.I32, value);

    public ThriftStruct I64(int id, long value) => With(id, ThriftType.I64, value);

    public ThriftStruct Text(int id, string value) =>
        With(id, ThriftType.Binary, System.Text.Encoding.UTF8.GetBytes(value));

    public ThriftStruct Struct(int id, ThriftStruct value) => With(id, ThriftType.Struct, value);

    public ThriftStruct Structs(int id, IEnumerable<ThriftStruct> values) =>
        With(id, ThriftType.List, new ThriftList(ThriftType.Struct, [.. values]));

    public ThriftStruct With(int id, ThriftType type, object value)
    {
        Set(id, type, value);
        return this;
    }

    public long? Integer(int id) => Get<long>(id) is { } value ? (long)value : null;

    public bool Flag(int id) => Get<bool>(id) is true;

    public byte[]? Bytes(int id) => (byte[]?)Get<byte[]>(id);

    public string? String(int id) => Bytes(id) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    public ThriftStruct? Struct(int id) => (ThriftStruct?)Get<ThriftStruct>(id);

    public IReadOnlyList<T> List<T>(int id)
    {
        if (Get<ThriftList>(id) is not ThriftList list)
        {
            return [];
        }
        return list.Items.All(item => item is T)
            ? [.. list.Items.Cast<T>()]
            : throw new InvalidDataException($"field {id} is a list of another type than expected");
    }

    public ThriftStruct Clone()
    {
        var copy = new ThriftStruct();
        foreach (var (id, type, value) in Fields)
        {
            copy.Set(id, type, value);
        }
        return copy;
    }

    private object? Get<T>(int id)
    {
        if (!_fields.TryGetValue(id, out var field))
        {
            return null;
        }
        return field.Value is T
            ? field.Value
            : throw new InvalidDataException($"field {id} has another type than expected");
    }
}

/// <summary>A Thrift list or set; all items of one wire type.</summary>
internal sealed record ThriftList(ThriftType ItemType, List<object> Items);

/// <summary>A Thrift map, in file order.</summary>
internal sealed record ThriftMap(ThriftType KeyType, ThriftType ValueType, List<(object Key, object Value)> Items);
