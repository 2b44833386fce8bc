using System.Text.Json;
using Prismatic.Data;
using Prismatic.Duplicates;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>Every row that repeats another or is found in another set, as a table.</summary>
internal sealed class DuplicateTable
{
    private readonly List<Line> _lines;

    /// <summary>Rows that repeat another first, then those found in each other set.</summary>
    public DuplicateTable(DuplicateMeasurement found)
    {
        var rows = found.Rows;
        _lines = [.. found.Result.Rows.Select(row => Within(row, rows))];
        foreach (var other in found.Against)
        {
            _lines.AddRange(other.Result.Rows.Select(row => Found(row, rows, other)));
        }
    }

    /// <summary>Whether a file's name tells a format that can be written.</summary>
    public static bool CanWrite(string path) => IsParquet(path) || IsJsonLines(path);

    /// <summary>Writes the table beside its place and renames it.</summary>
    /// <exception cref="PrismaticException">It cannot be written.</exception>
    public Task WriteAsync(string path, CancellationToken cancellation) =>
        IsParquet(path)
            ? ParquetTableWriter.WriteAsync(
                path,
                [
                    OutputColumn.Long("row", _lines.ConvertAll(line => line.Row)),
                    OutputColumn.Text("file", _lines.ConvertAll<string?>(line => line.File)),
                    OutputColumn.Text("kind", _lines.ConvertAll<string?>(line => CommandText.Word(line.Kind))),
                    OutputColumn.Long("representative", _lines.ConvertAll(line => line.Representative)),
                    OutputColumn.Long("most_like", _lines.ConvertAll(line => line.MostLike)),
                    OutputColumn.Text("most_like_file", _lines.ConvertAll<string?>(line => line.MostLikeFile)),
                    OutputColumn.Double("similarity", _lines.ConvertAll(line => line.Similarity)),
                    OutputColumn.Text("against", _lines.ConvertAll(line => line.Against)),
                ],
                cancellation
            )
            : OutputFile.WriteAsync(path, beside => WriteLinesAsync(beside, cancellation), cancellation);

    private async Task WriteLinesAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        await using var buffered = new BufferedStream(file);
        foreach (var line in _lines)
        {
            cancellation.ThrowIfCancellationRequested();
            await using (var json = new Utf8JsonWriter(buffered))
            {
                json.WriteStartObject();
                json.WriteNumber("row", line.Row);
                json.WriteString("file", line.File);
                json.WriteString("kind", CommandText.Word(line.Kind));
                if (line.Representative is { } representative)
                {
                    json.WriteNumber("representative", representative);
                }
                else
                {
                    json.WriteNull("representative");
                }
                json.WriteNumber("most_like", line.MostLike);
                json.WriteString("most_like_file", line.MostLikeFile);
                json.WriteNumber("similarity", line.Similarity);
                json.WriteString("against", line.Against);
                json.WriteEndObject();
            }
            buffered.WriteByte((byte)'\n');
        }
    }

    private static bool IsParquet(string path) => path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    private static bool IsJsonLines(string path) => path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static Line Within(Duplicate row, RowPlaces rows) =>
        new(
            rows.Numbers[row.Row],
            rows.AnyFile(row.Row),
            row.Kind,
            rows.Numbers[row.Representative],
            rows.Numbers[row.Of],
            rows.AnyFile(row.Of),
            row.Similarity,
            null
        );

    private static Line Found(Overlap row, RowPlaces rows, OverlapMeasurement other) =>
        new(
            rows.Numbers[row.Row],
            rows.AnyFile(row.Row),
            row.Kind,
            null,
            other.Others.Numbers[row.Of],
            other.Others.AnyFile(row.Of),
            row.Similarity,
            other.Name
        );

    private sealed record Line(
        long Row,
        string File,
        DuplicateKind Kind,
        long? Representative,
        long MostLike,
        string MostLikeFile,
        double Similarity,
        string? Against
    );
}
