using System.Buffers;
using System.Buffers.Binary;

namespace Prismatic.Data;

/// <summary>Writes definition and repetition levels in Parquet's hybrid of run-length and bit packing.</summary>
internal static class ParquetLevels
{
    private const int Group = 8;

    /// <summary>The levels as version 1 data pages hold them: four bytes of length, then the runs.</summary>
    /// <param name="levels">Each in [0, <paramref name="maxLevel"/>].</param>
    /// <param name="maxLevel">At least 1; sets the bits of a level.</param>
    /// <param name="output">Receives the bytes.</param>
    public static void Write(ReadOnlySpan<int> levels, int maxLevel, ArrayBufferWriter<byte> output)
    {
        var width = 32 - int.LeadingZeroCount(maxLevel);
        var runs = new ArrayBufferWriter<byte>();
        for (var start = 0; start < levels.Length; )
        {
            var run = RunLength(levels[start..]);
            if (run >= Group)
            {
                WriteVarint(runs, (uint)run << 1);
                WriteRepeated(runs, levels[start], width);
                start += run;
            }
            else
            {
                var groups = PackedGroups(levels[start..]);
                WriteVarint(runs, ((uint)groups << 1) | 1);
                WritePacked(runs, levels[start..Math.Min(start + groups * Group, levels.Length)], groups, width);
                start += groups * Group;
            }
        }
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), runs.WrittenCount);
        output.Advance(sizeof(int));
        output.Write(runs.WrittenSpan);
    }

    private static int RunLength(ReadOnlySpan<int> levels)
    {
        var end = levels.IndexOfAnyExcept(levels[0]);
        return end < 0 ? levels.Length : end;
    }

    // Groups of eight until one begins a run that is worth its own.
    private static int PackedGroups(ReadOnlySpan<int> levels)
    {
        var groups = 1;
        while (groups * Group < levels.Length && RunLength(levels[(groups * Group)..]) < Group)
        {
            groups++;
        }
        return groups;
    }

    private static void WriteRepeated(ArrayBufferWriter<byte> output, int level, int width)
    {
        for (var bits = 0; bits < width; bits += 8)
        {
            output.GetSpan(1)[0] = (byte)(level >> bits);
            output.Advance(1);
        }
    }

    private static void WritePacked(ArrayBufferWriter<byte> output, ReadOnlySpan<int> levels, int groups, int width)
    {
        var bytes = output.GetSpan(groups * width)[..(groups * width)];
        bytes.Clear();
        for (var i = 0; i < levels.Length; i++)
        {
            for (var bit = 0; bit < width; bit++)
            {
                var at = i * width + bit;
                bytes[at >> 3] |= (byte)(((levels[i] >> bit) & 1) << (at & 7));
            }
        }
        output.Advance(bytes.Length);
    }

    private static void WriteVarint(ArrayBufferWriter<byte> output, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.GetSpan(1)[0] = (byte)(value | 0x80);
            output.Advance(1);
        }
        output.GetSpan(1)[0] = (byte)value;
        output.Advance(1);
    }
}
