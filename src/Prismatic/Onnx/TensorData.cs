using System.Runtime.InteropServices;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Reads the values of a stored tensor, whichever of the format's fields holds them.</summary>
public static class TensorData
{
    /// <summary>The values as 32-bit floats; 16-bit floats are widened.</summary>
    /// <exception cref="PrismaticException">Another element type, or fewer bytes than the shape asks for.</exception>
    public static float[] Floats(TensorProto tensor)
    {
        var raw = tensor.RawData.Span;
        var values = (TensorType)tensor.DataType switch
        {
            TensorType.Float when tensor.FloatData.Count > 0 => [.. tensor.FloatData],
            TensorType.Float => MemoryMarshal.Cast<byte, float>(raw).ToArray(),
            // Outside raw data 16-bit floats are stored as the bits of integers.
            TensorType.Float16 when tensor.Int32Data.Count > 0 => Widen([
                .. tensor.Int32Data.Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)),
            ]),
            TensorType.Float16 => Widen(MemoryMarshal.Cast<byte, Half>(raw)),
            TensorType.BFloat16 when tensor.Int32Data.Count > 0 => Array.ConvertAll(
                [.. tensor.Int32Data],
                bits => BitConverter.Int32BitsToSingle(bits << 16)
            ),
            TensorType.BFloat16 => Array.ConvertAll(
                MemoryMarshal.Cast<byte, ushort>(raw).ToArray(),
                bits => BitConverter.Int32BitsToSingle(bits << 16)
            ),
            TensorType.Double => Array.ConvertAll(MemoryMarshal.Cast<byte, double>(raw).ToArray(), v => (float)v),
            _ => throw new PrismaticException($"the weight '{tensor.Name}' is not made of floats"),
        };
        return values.Length == OnnxModel.ElementCount(tensor)
            ? values
            : throw new PrismaticException($"the weight '{tensor.Name}' has not as many values as its shape says");
    }

    /// <summary>The values of a short integer tensor, or null for any other.</summary>
    internal static long[]? SmallIntegers(TensorProto tensor)
    {
        if (OnnxModel.ElementCount(tensor) > 64)
        {
            return null;
        }
        var raw = tensor.RawData.Span;
        return (TensorType)tensor.DataType switch
        {
            TensorType.Int64 when tensor.Int64Data.Count > 0 => [.. tensor.Int64Data],
            TensorType.Int64 => MemoryMarshal.Cast<byte, long>(raw).ToArray(),
            TensorType.Int32 when tensor.Int32Data.Count > 0 => [.. tensor.Int32Data.Select(v => (long)v)],
            TensorType.Int32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(raw).ToArray(), v => (long)v),
            _ => null,
        };
    }

    /// <summary>The values of a tensor of at most 32-bit integers, four-bit ones unpacked.</summary>
    /// <exception cref="PrismaticException">Another element type, or not as many values as the shape says.</exception>
    internal static int[] SmallValues(TensorProto tensor)
    {
        var raw = tensor.RawData.Span;
        var type = (TensorType)tensor.DataType;
        var count = OnnxModel.ElementCount(tensor);
        var values = type switch
        {
            TensorType.Int4 or TensorType.UInt4 => Nibbles(
                raw.IsEmpty ? [.. tensor.Int32Data.Select(v => (byte)v)] : raw,
                count,
                type == TensorType.Int4
            ),
            _ when tensor.Int32Data.Count > 0 => [.. tensor.Int32Data],
            TensorType.UInt8 => Array.ConvertAll(raw.ToArray(), v => (int)v),
            TensorType.Int8 => Array.ConvertAll(raw.ToArray(), v => (int)(sbyte)v),
            TensorType.UInt16 => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(raw).ToArray(), v => (int)v),
            TensorType.Int16 => Array.ConvertAll(MemoryMarshal.Cast<byte, short>(raw).ToArray(), v => (int)v),
            TensorType.Int32 => MemoryMarshal.Cast<byte, int>(raw).ToArray(),
            _ => throw new PrismaticException($"the weight '{tensor.Name}' is not made of small integers"),
        };
        return values.Length == count
            ? values
            : throw new PrismaticException($"the weight '{tensor.Name}' has not as many values as its shape says");
    }

    // The lower half of a byte comes first.
    private static int[] Nibbles(ReadOnlySpan<byte> packed, long count, bool signed)
    {
        // Bytes that the shape does not ask for are not read over.
        var values = new int[packed.Length == (count + 1) / 2 ? count : 2L * packed.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = (packed[i / 2] >> (4 * (i % 2))) & 15;
            values[i] = signed && value > 7 ? value - 16 : value;
        }
        return values;
    }

    /// <summary>How many bytes the values take in a file, or null for types whose size is not known here.</summary>
    /// <exception cref="OverflowException">A shape beyond all sizes.</exception>
    internal static long? ByteCount(TensorProto tensor)
    {
        var count = tensor.Dims.Aggregate(1L, (product, dim) => checked(product * dim));
        return (TensorType)tensor.DataType switch
        {
            TensorType.Float or TensorType.Int32 => checked(4 * count),
            TensorType.Int64 or TensorType.Double => checked(8 * count),
            TensorType.Float16 or TensorType.BFloat16 => checked(2 * count),
            TensorType.Int16 or TensorType.UInt16 => checked(2 * count),
            TensorType.Int8 or TensorType.UInt8 or TensorType.Bool => count,
            TensorType.Int4 or TensorType.UInt4 => (count + 1) / 2,
            _ => null,
        };
    }

    private static float[] Widen(ReadOnlySpan<Half> values)
    {
        var result = new float[values.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(values, result);
        return result;
    }
}
