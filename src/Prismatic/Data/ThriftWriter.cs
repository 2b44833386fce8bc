using System.Buffers;
using System.Buffers.Binary;

namespace Prismatic.Data;

/// <summary>Writes the Thrift compact protocol.</summary>
internal static class ThriftWriter
{
    /// <summary>The structure as bytes, fields in ascending order of their numbers.</summary>
    public static byte[] ToBytes(ThriftStruct value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteStruct(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteStruct(ArrayBufferWriter<byte> buffer, ThriftStruct value)
    {
        var last = 0;
        foreach (var (id, type, field) in value.Fields)
        {
            var wireType = field is bool flag ? (flag ? ThriftType.True : ThriftType.False) : type;
            var delta = id - last;
            if (delta is > 0 and <= 15)
            {
                WriteByte(buffer, (byte)((delta << 4) | (int)wireType));
            }
            else
            {
                WriteByte(buffer, (byte)wireType);
                WriteZigZag(buffer, id);
            }
            last = id;
            if (field is not bool)
            {
                WriteValue(buffer, type, field);
            }
        }
        WriteByte(buffer, 0);
    }

    private static void WriteValue(ArrayBufferWriter<byte> buffer, ThriftType type, object value)
    {
        switch (value)
        {
            case bool flag:
                WriteByte(buffer, (byte)(flag ? ThriftType.True : ThriftType.False));
                break;
            case long number when type == ThriftType.Byte:
                WriteByte(buffer, (byte)number);
                break;
            case long number:
                WriteZigZag(buffer, number);
                break;
            case double number:
                BinaryPrimitives.WriteDoubleLittleEndian(buffer.GetSpan(sizeof(double)), number);
                buffer.Advance(sizeof(double));
                break;
            case byte[] bytes:
                WriteVarint(buffer, (ulong)bytes.Length);
                buffer.Write(bytes);
                break;
            case ThriftList list:
                WriteList(buffer, list);
                break;
            case ThriftMap map:
                WriteMap(buffer, map);
                break;
            default:
                WriteStruct(buffer, (ThriftStruct)value);
                break;
        }
    }

    private static void WriteList(ArrayBufferWriter<byte> buffer, ThriftList list)
    {
        var small = list.Items.Count < 15;
        WriteByte(buffer, (byte)(((small ? list.Items.Count : 15) << 4) | (int)list.ItemType));
        if (!small)
        {
            WriteVarint(buffer, (ulong)list.Items.Count);
        }
        foreach (var item in list.Items)
        {
            WriteValue(buffer, list.ItemType, item);
        }
    }

    private static void WriteMap(ArrayBufferWriter<byte> buffer, ThriftMap map)
    {
        WriteVarint(buffer, (ulong)map.Items.Count);
        if (map.Items.Count == 0)
        {
            return;
        }
        WriteByte(buffer, (byte)(((int)map.KeyType << 4) | (int)map.ValueType));
        foreach (var (key, value) in map.Items)
        {
            WriteValue(buffer, map.KeyType, key);
            WriteValue(buffer, map.ValueType, value);
        }
    }

    private static void WriteZigZag(ArrayBufferWriter<byte> buffer, long value) =>
        WriteVarint(buffer, (ulong)((value << 1) ^ (value >> 63)));

    private static void WriteVarint(ArrayBufferWriter<byte> buffer, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            WriteByte(buffer, (byte)(value | 0x80));
        }
        WriteByte(buffer, (byte)value);
    }

    private static void WriteByte(ArrayBufferWriter<byte> buffer, byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }
}
