using System.Globalization;
using System.Text;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

/// <summary>A Parquet file spelled out: for every leaf, for every row, its levels and values as one string.</summary>
internal sealed record ParquetContent(
    IReadOnlyList<ThriftStruct> Elements,
    IReadOnlyList<ParquetNode> Leaves,
    string[][] Rows
)
{
    public long RowCount => Rows.Length == 0 ? 0 : Rows[0].Length;

    public static async Task<ParquetContent> ReadAsync(string path)
    {
        await using var file = await ParquetFile.OpenAsync(path, TestContext.Current.CancellationToken);
        var footer = file.Footer;
        var rows = footer.Leaves.Select(_ => new List<string>()).ToArray();
        for (var group = 0; group < footer.RowGroups.Count; group++)
        {
            for (var leaf = 0; leaf < rows.Length; leaf++)
            {
                Spell(await file.ReadColumnAsync(group, leaf, TestContext.Current.CancellationToken), rows[leaf]);
            }
        }
        return new ParquetContent(
            footer.Raw.List<ThriftStruct>(2),
            footer.Leaves,
            [.. rows.Select(row => row.ToArray())]
        );
    }

    private static void Spell(ParquetColumn column, List<string> rows)
    {
        var value = 0;
        var row = new StringBuilder();
        for (var entry = 0; entry < column.Count; entry++)
        {
            if (column.BeginsRow(entry) && entry > 0)
            {
                rows.Add(row.ToString());
                row.Clear();
            }
            row.Append(CultureInfo.InvariantCulture, $"{column.Repetitions?[entry]}/{column.Definitions?[entry]}:");
            row.Append(column.IsDefined(entry) ? Spell(column.Values, value++) : "null").Append(' ');
        }
        if (column.Count > 0)
        {
            rows.Add(row.ToString());
        }
    }

    private static string Spell(Array values, int at) =>
        values switch
        {
            bool[] flags => flags[at].ToString(),
            int[] numbers => numbers[at].ToString(CultureInfo.InvariantCulture),
            long[] numbers => numbers[at].ToString(CultureInfo.InvariantCulture),
            float[] numbers => BitConverter.SingleToInt32Bits(numbers[at]).ToString(CultureInfo.InvariantCulture),
            double[] numbers => BitConverter.DoubleToInt64Bits(numbers[at]).ToString(CultureInfo.InvariantCulture),
            _ => Convert.ToHexString(((ReadOnlyMemory<byte>[])values)[at].Span),
        };
}
