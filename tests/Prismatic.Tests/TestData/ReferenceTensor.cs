using System.Runtime.InteropServices;

namespace Prismatic.Tests.TestData;

/// <summary>A tensor of a reference file: row-major little-endian bytes in base64.</summary>
/// <param name="Type">float64, float32, int64 or int8.</param>
internal sealed record ReferenceTensor(int[] Shape, string Type, byte[] Data)
{
    /// <summary>Number of elements.</summary>
    public int Count => Shape.Aggregate(1, (product, dim) => product * dim);

    /// <summary>The elements as doubles, whatever they are stored as.</summary>
    public double[] ToDoubles() =>
        Type switch
        {
            "float64" => MemoryMarshal.Cast<byte, double>(Data).ToArray(),
            "float32" => Widen(MemoryMarshal.Cast<byte, float>(Data)),
            "int64" => Array.ConvertAll(ToLongs(), v => (double)v),
            "int8" => Array.ConvertAll(Data, v => (double)(sbyte)v),
            _ => throw new InvalidDataException($"Unknown element type {Type}."),
        };

    /// <summary>The elements as floats; doubles are rounded.</summary>
    public float[] ToFloats() => Array.ConvertAll(ToDoubles(), v => (float)v);

    /// <summary>The elements of an int64 tensor.</summary>
    public long[] ToLongs() =>
        Type == "int64"
            ? MemoryMarshal.Cast<byte, long>(Data).ToArray()
            : throw new InvalidDataException($"The tensor holds {Type}, not int64.");

    /// <summary>The elements of one row, which is one index of the first dimension.</summary>
    public double[] Row(int row)
    {
        var size = Count / Shape[0];
        return ToDoubles().AsSpan(row * size, size).ToArray();
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            wide[i] = values[i];
        }
        return wide;
    }
}
