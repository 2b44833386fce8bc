namespace Prismatic.Data;

/// <summary>Schema elements as the format wants them; field numbers of SchemaElement in parquet.thrift.</summary>
internal static class ParquetElements
{
    private const int Utf8 = 0;
    private const int ListAnnotation = 3;

    public static ThriftStruct Leaf(string name, ParquetPhysical physical, ParquetRepetition repetition) =>
        new ThriftStruct().I32(1, (int)physical).I32(3, (int)repetition).Text(4, name);

    /// <summary>A leaf of text with nulls.</summary>
    public static ThriftStruct Text(string name) =>
        Leaf(name, ParquetPhysical.ByteArray, ParquetRepetition.Optional)
            .I32(6, Utf8)
            .Struct(10, new ThriftStruct().Struct(1, new ThriftStruct()));

    public static ThriftStruct Group(string name, ParquetRepetition repetition, int children) =>
        new ThriftStruct().I32(3, (int)repetition).Text(4, name).I32(5, children);

    /// <summary>A list in the three levels the format prescribes, around the elements of its item.</summary>
    public static ThriftStruct[] List(string name, params ThriftStruct[] item) =>
        List(name, ParquetRepetition.Required, item);

    public static ThriftStruct[] List(string name, ParquetRepetition repetition, params ThriftStruct[] item) =>
        [
            Group(name, repetition, 1)
                .I32(6, ListAnnotation)
                .Struct(10, new ThriftStruct().Struct(3, new ThriftStruct())),
            Group("list", ParquetRepetition.Repeated, 1),
            .. item,
        ];

    /// <summary>Metadata of a file with these elements below the root; <paramref name="columns"/> of them stand directly there.</summary>
    public static ThriftStruct Metadata(int columns, IEnumerable<ThriftStruct> elements) =>
        new ThriftStruct().I32(1, 1).Structs(2, [new ThriftStruct().Text(4, "schema").I32(5, columns), .. elements]);

    public static ParquetNode Root(ThriftStruct metadata) => ParquetNode.Build(metadata.List<ThriftStruct>(2));
}
