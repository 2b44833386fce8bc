using System.Buffers.Binary;

namespace Prismatic.Data;

/// <summary>
/// Metadata for the decoder: every leaf as a column of its own, without annotations, under just the nesting that gives
/// it its levels.
/// </summary>
internal static class PhysicalFooter
{
    private const string Inner = "v";

    /// <summary>Footer, its length and the closing magic, as they stand at the end of a file.</summary>
    public static byte[] Build(ParquetFooter footer)
    {
        var elements = new List<ThriftStruct> { new ThriftStruct().Text(4, "root").I32(5, footer.Leaves.Count) };
        var paths = new string[footer.Leaves.Count][];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = AddColumn(elements, footer.Leaves[i], $"c{i}");
        }
        var bytes = ThriftWriter.ToBytes(
            new ThriftStruct()
                .I32(1, 1)
                .Structs(2, elements)
                .I64(3, footer.RowCount)
                .Structs(4, footer.RowGroups.Select(group => RowGroup(group, footer.Leaves, paths)))
        );
        var tail = new byte[bytes.Length + 8];
        bytes.CopyTo(tail, 0);
        BinaryPrimitives.WriteInt32LittleEndian(tail.AsSpan(bytes.Length), bytes.Length);
        ParquetFooter.Magic.CopyTo(tail.AsSpan(bytes.Length + 4));
        return tail;
    }

    private static string[] AddColumn(List<ThriftStruct> elements, ParquetNode leaf, string name)
    {
        var path = new List<string>();
        var chain = new Stack<ParquetNode>();
        for (var node = leaf; node?.Parent is not null; node = node.Parent)
        {
            chain.Push(node);
        }
        foreach (var node in chain)
        {
            var isLeaf = ReferenceEquals(node, leaf);
            if (node.Repetition == ParquetRepetition.Repeated)
            {
                elements.Add(Group(Next(), ParquetRepetition.Required).I32(6, 3));
                elements.Add(Group(Next(), ParquetRepetition.Repeated));
            }
            else if (!isLeaf && node.Repetition == ParquetRepetition.Optional)
            {
                elements.Add(Group(Next(), ParquetRepetition.Optional));
            }
            if (isLeaf)
            {
                elements.Add(Leaf(leaf, Next()));
            }
        }
        return [.. path];

        string Next()
        {
            path.Add(path.Count == 0 ? name : Inner);
            return path[^1];
        }
    }

    private static ThriftStruct Group(string name, ParquetRepetition repetition) =>
        new ThriftStruct().I32(3, (int)repetition).Text(4, name).I32(5, 1);

    private static ThriftStruct Leaf(ParquetNode leaf, string name)
    {
        // Twelve bytes of INT96 are laid out as any other twelve bytes.
        var isInt96 = leaf.Physical == ParquetPhysical.Int96;
        var physical = isInt96 ? ParquetPhysical.FixedLenByteArray : leaf.Physical!.Value;
        var isOptional = leaf.Repetition == ParquetRepetition.Optional;
        var element = new ThriftStruct()
            .I32(1, (int)physical)
            .I32(3, (int)(isOptional ? ParquetRepetition.Optional : ParquetRepetition.Required))
            .Text(4, name);
        if (physical == ParquetPhysical.FixedLenByteArray)
        {
            element.I32(2, isInt96 ? 12 : leaf.TypeLength);
        }
        else if (physical == ParquetPhysical.Boolean)
        {
            // The decoder takes the bit width of RLE-encoded booleans from here.
            element.I32(2, 1);
        }
        return element;
    }

    private static ThriftStruct RowGroup(ParquetRowGroup group, IReadOnlyList<ParquetNode> leaves, string[][] paths) =>
        new ThriftStruct()
            .Structs(1, group.Chunks.Select((chunk, i) => Chunk(chunk, leaves[i], paths[i])))
            .I64(2, 0)
            .I64(3, group.RowCount);

    private static ThriftStruct Chunk(ParquetChunk chunk, ParquetNode leaf, string[] path)
    {
        var physical =
            leaf.Physical == ParquetPhysical.Int96 ? ParquetPhysical.FixedLenByteArray : leaf.Physical!.Value;
        var names = path.Select(part => (object)System.Text.Encoding.UTF8.GetBytes(part));
        var meta = new ThriftStruct()
            .I32(1, (int)physical)
            .With(2, ThriftType.List, new ThriftList(ThriftType.I32, []))
            .With(3, ThriftType.List, new ThriftList(ThriftType.Binary, [.. names]))
            .I32(4, chunk.Codec)
            .I64(5, chunk.ValueCount)
            .I64(6, 0)
            .I64(7, 0)
            .I64(9, chunk.Start);
        return new ThriftStruct().I64(2, chunk.Start).Struct(3, meta);
    }
}
