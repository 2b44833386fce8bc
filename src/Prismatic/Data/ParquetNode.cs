namespace Prismatic.Data;

/// <summary>Physical types of Parquet, by their numbers in the format.</summary>
internal enum ParquetPhysical
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedLenByteArray = 7,
}

/// <summary>How often a Parquet node may stand under its parent, by the format's numbers.</summary>
internal enum ParquetRepetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}

/// <summary>One node of a Parquet schema: a group with children, or a leaf with a physical type.</summary>
internal sealed class ParquetNode
{
    // Field numbers of SchemaElement in parquet.thrift.
    private const int TypeField = 1;
    private const int TypeLengthField = 2;
    private const int RepetitionField = 3;
    private const int NameField = 4;
    private const int ChildrenField = 5;
    private const int ConvertedField = 6;
    private const int LogicalField = 10;
    private const int MaxDepth = 48;

    private static readonly string[] ConvertedNames =
    [
        "text",
        "map",
        "map",
        "list",
        "enum",
        "decimal",
        "date",
        "time",
        "time",
        "timestamp",
        "timestamp",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "int8",
        "int16",
        "int32",
        "int64",
        "JSON",
        "BSON",
        "interval",
    ];

    private static readonly Dictionary<int, string> LogicalNames = new()
    {
        [1] = "text",
        [2] = "map",
        [3] = "list",
        [4] = "enum",
        [5] = "decimal",
        [6] = "date",
        [7] = "time",
        [8] = "timestamp",
        [11] = "null",
        [12] = "JSON",
        [13] = "BSON",
        [14] = "UUID",
        [15] = "float16",
        [16] = "variant",
        [17] = "geometry",
        [18] = "geography",
    };

    private ParquetNode(ThriftStruct element, ParquetNode? parent)
    {
        Element = element;
        Name = element.String(NameField) ?? "";
        Repetition = parent is null
            ? ParquetRepetition.Required
            : (ParquetRepetition)(element.Integer(RepetitionField) ?? 0);
        Physical = element.Integer(TypeField) is { } type ? (ParquetPhysical)type : null;
        TypeLength = checked((int)(element.Integer(TypeLengthField) ?? 0));
        MaxDefinition = (parent?.MaxDefinition ?? 0) + (Repetition == ParquetRepetition.Required ? 0 : 1);
        MaxRepetition = (parent?.MaxRepetition ?? 0) + (Repetition == ParquetRepetition.Repeated ? 1 : 0);
        Path = parent is null ? [] : [.. parent.Path, Name];
        Parent = parent;
        if (
            Physical is < ParquetPhysical.Boolean or > ParquetPhysical.FixedLenByteArray
            || (int)Repetition is < 0 or > 2
        )
        {
            throw new InvalidDataException("the schema names a type that does not exist");
        }
        if (Physical == ParquetPhysical.FixedLenByteArray && TypeLength is < 0 or > 1 << 24)
        {
            throw new InvalidDataException("the schema gives a fixed length out of range");
        }
    }

    /// <summary>The element as it stands in the file.</summary>
    public ThriftStruct Element { get; }

    public ParquetNode? Parent { get; }

    public string Name { get; }

    public IReadOnlyList<string> Path { get; }

    public ParquetRepetition Repetition { get; }

    /// <summary>Null for a group.</summary>
    public ParquetPhysical? Physical { get; }

    /// <summary>Bytes of a value, for FIXED_LEN_BYTE_ARRAY.</summary>
    public int TypeLength { get; }

    public int MaxDefinition { get; }

    public int MaxRepetition { get; }

    public List<ParquetNode> Children { get; } = [];

    /// <summary>Path with dots, as messages show it.</summary>
    public string DottedPath => string.Join('.', Path);

    /// <summary>Text by annotation: UTF8, STRING, ENUM or JSON.</summary>
    public bool IsText =>
        Physical == ParquetPhysical.ByteArray
        && (Element.Integer(ConvertedField) is 0 or 4 or 19 || Logical is 1 or 4 or 12);

    /// <summary>Bytes without annotation: old writers put text there.</summary>
    public bool IsPlainBytes =>
        Physical == ParquetPhysical.ByteArray && !Element.Has(ConvertedField) && Logical is null;

    /// <summary>The type in a word, for messages.</summary>
    public string TypeName =>
        Physical is not null && (IsAnnotated(out var name) || PhysicalName(out name)) ? name : GroupName();

    private int? Logical => Element.Struct(LogicalField)?.Fields.Select(entry => (int?)entry.Id).FirstOrDefault();

    public IEnumerable<ParquetNode> Leaves =>
        Physical is not null ? [this] : Children.SelectMany(child => child.Leaves);

    /// <summary>Builds the tree from the flat list of the footer; the result is the root.</summary>
    /// <exception cref="InvalidDataException">The list does not make a tree.</exception>
    public static ParquetNode Build(IReadOnlyList<ThriftStruct> elements)
    {
        if (elements.Count == 0)
        {
            throw new InvalidDataException("the schema is empty");
        }
        var next = 0;
        var root = Build(elements, ref next, null, 0);
        return next == elements.Count ? root : throw new InvalidDataException("the schema does not make a tree");
    }

    private static ParquetNode Build(IReadOnlyList<ThriftStruct> elements, ref int next, ParquetNode? parent, int depth)
    {
        if (next >= elements.Count || depth > MaxDepth)
        {
            throw new InvalidDataException("the schema does not make a tree");
        }
        var node = new ParquetNode(elements[next++], parent);
        var children = node.Element.Integer(ChildrenField) ?? 0;
        if (node.Physical is null == (children <= 0 && parent is not null))
        {
            throw new InvalidDataException("the schema holds a node without type and children");
        }
        for (var i = 0; i < children; i++)
        {
            node.Children.Add(Build(elements, ref next, node, depth + 1));
        }
        return node;
    }

    private bool IsAnnotated(out string name)
    {
        var converted = (int)(Element.Integer(ConvertedField) ?? -1);
        name =
            Logical is { } logical && LogicalNames.TryGetValue(logical, out var known) ? known
            : converted >= 0 && converted < ConvertedNames.Length ? ConvertedNames[converted]
            : "";
        return name.Length > 0;
    }

    private bool PhysicalName(out string name)
    {
        name = Physical switch
        {
            ParquetPhysical.Boolean => "bool",
            ParquetPhysical.Int96 => "timestamp (int96)",
            ParquetPhysical.ByteArray or ParquetPhysical.FixedLenByteArray => "bytes",
            _ => Physical.ToString()!.ToLowerInvariant(),
        };
        return true;
    }

    private string GroupName() =>
        Element.Integer(ConvertedField) switch
        {
            3 => "list",
            1 or 2 => "map",
            _ => Logical switch
            {
                3 => "list",
                2 => "map",
                _ => Repetition == ParquetRepetition.Repeated ? "list" : "struct",
            },
        };
}
