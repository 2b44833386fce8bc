using System.Buffers.Binary;

namespace Prismatic.Data;

/// <summary>
/// Reads the Thrift compact protocol from bytes that nobody vouches for: lengths are checked against what is left,
/// nesting against a limit, so that a corrupt file costs neither memory nor stack.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 48;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads one structure; <see cref="Position"/> then stands behind it.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a structure of this protocol.</exception>
    public ThriftStruct ReadStruct() => ReadStruct(0);

    private ThriftStruct ReadStruct(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException("metadata is nested too deeply");
        }
        var result = new ThriftStruct();
        var id = 0;
        while (true)
        {
            var header = ReadByte();
            if (header == 0)
            {
                return result;
            }
            var delta = header >> 4;
            id = delta == 0 ? checked((int)ReadZigZag()) : id + delta;
            var type = (ThriftType)(header & 0x0F);
            result.Set(id, type == ThriftType.False ? ThriftType.True : type, ReadValue(type, inList: false, depth));
        }
    }

    private object ReadValue(ThriftType type, bool inList, int depth)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                return inList ? ReadByte() == (byte)ThriftType.True : type == ThriftType.True;
            case ThriftType.Byte:
                return (long)(sbyte)ReadByte();
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64:
                return ReadZigZag();
            case ThriftType.Double:
                return BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
            case ThriftType.Binary:
                return Take(ReadCount()).ToArray();
            case ThriftType.List or ThriftType.Set:
                return ReadList(depth);
            case ThriftType.Map:
                return ReadMap(depth);
            case ThriftType.Struct:
                return ReadStruct(depth + 1);
            default:
                throw new InvalidDataException($"metadata holds an unknown wire type {(int)type}");
        }
    }

    private ThriftList ReadList(int depth)
    {
        var header = ReadByte();
        var count = header >> 4 == 15 ? ReadCount() : header >> 4;
        var type = (ThriftType)(header & 0x0F);
        RequireItems(count);
        var items = new List<object>();
        for (var i = 0; i < count; i++)
        {
            items.Add(ReadValue(type, inList: true, depth + 1));
        }
        return new ThriftList(type, items);
    }

    private ThriftMap ReadMap(int depth)
    {
        var count = ReadCount();
        if (count == 0)
        {
            return new ThriftMap(ThriftType.Binary, ThriftType.Binary, []);
        }
        var types = ReadByte();
        var (keyType, valueType) = ((ThriftType)(types >> 4), (ThriftType)(types & 0x0F));
        RequireItems(count);
        var items = new List<(object, object)>();
        for (var i = 0; i < count; i++)
        {
            var key = ReadValue(keyType, inList: true, depth + 1);
            items.Add((key, ReadValue(valueType, inList: true, depth + 1)));
        }
        return new ThriftMap(keyType, valueType, items);
    }

    // Every item takes at least one byte.
    private readonly void RequireItems(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new InvalidDataException("metadata announces more than there is");
        }
    }

    private int ReadCount()
    {
        var count = ReadVarint();
        return count <= (ulong)(_bytes.Length - Position)
            ? (int)count
            : throw new InvalidDataException("metadata announces more than there is");
    }

    private long ReadZigZag()
    {
        var raw = ReadVarint();
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    private ulong ReadVarint()
    {
        ulong result = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            result |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return result;
            }
        }
        throw new InvalidDataException("metadata holds an endless number");
    }

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new InvalidDataException("metadata ends too early");
        }
        var slice = _bytes.Slice(Position, count);
        Position += count;
        return slice;
    }
}
