using System.Globalization;

namespace Prismatic.Data;

/// <summary>Puts the columns of one row group below one node together again as rows of values.</summary>
/// <remarks>Melnik et al. 2010, "Dremel", section 4.2: levels say where a list goes on and how deep a value is there.</remarks>
internal sealed class ParquetRecords
{
    // Field number of SchemaElement in parquet.thrift.
    private const int ScaleField = 7;

    private readonly string _path;
    private readonly ParquetNode _node;
    private readonly Dictionary<ParquetNode, Cursor> _cursors;

    private ParquetRecords(string path, ParquetNode node, Dictionary<ParquetNode, Cursor> cursors) =>
        (_path, _node, _cursors) = (path, node, cursors);

    public static async Task<ParquetRecords> ReadAsync(
        ParquetFile file,
        int group,
        ParquetNode node,
        CancellationToken cancellationToken
    )
    {
        var places = file.Footer.Leaves.ToList();
        var cursors = new Dictionary<ParquetNode, Cursor>();
        foreach (var leaf in node.Leaves)
        {
            cursors[leaf] = new Cursor(await file.ReadColumnAsync(group, places.IndexOf(leaf), cancellationToken));
        }
        return new ParquetRecords(file.Path, node, cursors);
    }

    /// <summary>The form of the values below a node, as its schema tells.</summary>
    public static FieldShape ShapeOf(ParquetNode node)
    {
        if (Item(node) is { } item)
        {
            return ShapeOf(item, isItem: true) switch
            {
                FieldShape.Text => FieldShape.TextList,
                FieldShape.Number => FieldShape.NumberList,
                FieldShape.Object => item.Children.Exists(child => child.Name is "role" or "from")
                && item.Children.Exists(child => child.Name is "content" or "contents" or "value")
                    ? FieldShape.Chat
                    : FieldShape.ObjectList,
                _ => FieldShape.Other,
            };
        }
        return ShapeOf(node, isItem: false);
    }

    /// <summary>The value of the next row.</summary>
    /// <exception cref="PrismaticException">Columns of the node do not pair up.</exception>
    public FieldValue Next()
    {
        try
        {
            var value = Assemble(_node);
            return _cursors.Values.All(cursor => cursor.IsBetweenRows)
                ? value
                : throw new InvalidDataException("its lists are of different lengths");
        }
        catch (Exception fault) when (fault is InvalidDataException or IndexOutOfRangeException)
        {
            throw new PrismaticException(
                $"cannot read Parquet file '{_path}', column '{_node.DottedPath}': its parts do not pair up; write it again",
                ExitCode.Input,
                fault
            );
        }
    }

    private static FieldShape ShapeOf(ParquetNode node, bool isItem) =>
        !isItem && node.Repetition == ParquetRepetition.Repeated ? FieldShape.Other
        : node.Physical is null ? (Item(node) is null ? FieldShape.Object : FieldShape.Other)
        : node.IsText || node.IsPlainBytes || node.Physical == ParquetPhysical.Boolean ? FieldShape.Text
        : IsNumber(node) ? FieldShape.Number
        : FieldShape.Other;

    // What a list repeats, without the levels that only the format needs; null where the node is no list.
    private static ParquetNode? Item(ParquetNode node) =>
        node.Repetition == ParquetRepetition.Repeated ? node
        : Wraps(node) ? (IsLevelOnly(node.Children[0]) ? node.Children[0].Children[0] : node.Children[0])
        : null;

    private static bool Wraps(ParquetNode node) =>
        node.Physical is null
        && node.Repetition != ParquetRepetition.Repeated
        && node.TypeName is "list" or "map"
        && node.Children is [{ Repetition: ParquetRepetition.Repeated }];

    private static bool IsLevelOnly(ParquetNode repeated) =>
        repeated is { Physical: null, Children.Count: 1, Parent: { } list }
        && Wraps(list)
        && repeated.Name != "array"
        && repeated.Name != list.Name + "_tuple";

    private FieldValue Assemble(ParquetNode node)
    {
        var first = _cursors[node.Leaves.First()];
        if (node.Repetition != ParquetRepetition.Required && first.Definition < node.MaxDefinition)
        {
            foreach (var leaf in node.Leaves)
            {
                _cursors[leaf].Skip();
            }
            return node.Repetition == ParquetRepetition.Repeated ? FieldValue.Of([]) : FieldValue.Null;
        }
        if (node.Repetition != ParquetRepetition.Repeated)
        {
            return Body(node);
        }
        var items = new List<FieldValue>();
        do
        {
            items.Add(IsLevelOnly(node) ? Assemble(node.Children[0]) : Body(node));
        } while (first.Repetition == node.MaxRepetition);
        return FieldValue.Of(items);
    }

    private FieldValue Body(ParquetNode node)
    {
        if (node.Physical is not null)
        {
            return _cursors[node].Take();
        }
        if (Wraps(node))
        {
            return Assemble(node.Children[0]);
        }
        var fields = new Dictionary<string, FieldValue>();
        foreach (var child in node.Children)
        {
            fields[child.Name] = Assemble(child);
        }
        return FieldValue.Of(fields);
    }

    private static bool IsNumber(ParquetNode leaf) =>
        leaf.Physical
            is ParquetPhysical.Int32
                or ParquetPhysical.Int64
                or ParquetPhysical.Float
                or ParquetPhysical.Double
        && (
            leaf.TypeName is "float" or "double" or "decimal" || leaf.TypeName.Contains("int", StringComparison.Ordinal)
        );

    private static string Spell(ParquetNode leaf, Array values, int at)
    {
        var culture = CultureInfo.InvariantCulture;
        var isUnsigned = leaf.TypeName.StartsWith("uint", StringComparison.Ordinal);
        var scale = leaf.TypeName == "decimal" ? (int)(leaf.Element.Integer(ScaleField) ?? 0) : 0;
        return values switch
        {
            int[] numbers when isUnsigned => ((uint)numbers[at]).ToString(culture),
            long[] numbers when isUnsigned => ((ulong)numbers[at]).ToString(culture),
            int[] numbers when scale != 0 => (numbers[at] / Math.Pow(10, scale)).ToString(culture),
            long[] numbers when scale != 0 => (numbers[at] / Math.Pow(10, scale)).ToString(culture),
            int[] numbers => numbers[at].ToString(culture),
            long[] numbers => numbers[at].ToString(culture),
            float[] numbers => numbers[at].ToString(culture),
            double[] numbers => numbers[at].ToString(culture),
            bool[] flags => flags[at] ? "true" : "false",
            _ => LenientText.Encoding.GetString(((ReadOnlyMemory<byte>[])values)[at].Span),
        };
    }

    /// <summary>Walks the entries of one leaf.</summary>
    private sealed class Cursor(ParquetColumn column)
    {
        private int _entry;
        private int _value;

        public int Definition => column.Definitions?[_entry] ?? column.Leaf.MaxDefinition;

        /// <summary>Level of the next entry; minus one behind the last.</summary>
        public int Repetition => _entry < column.Count ? column.Repetitions?[_entry] ?? 0 : -1;

        public bool IsBetweenRows => Repetition <= 0;

        public void Skip()
        {
            if (column.IsDefined(_entry++))
            {
                throw new InvalidDataException("a value stands where its list has none");
            }
        }

        public FieldValue Take()
        {
            if (_entry >= column.Count || !column.IsDefined(_entry++))
            {
                throw new InvalidDataException("a value is missing");
            }
            var leaf = column.Leaf;
            return IsNumber(leaf) ? FieldValue.OfNumber(Spell(leaf, column.Values, _value++))
                : ShapeOf(leaf, isItem: true) == FieldShape.Text ? FieldValue.Of(Spell(leaf, column.Values, _value++))
                : FieldValue.OfType(leaf.TypeName);
        }
    }
}
