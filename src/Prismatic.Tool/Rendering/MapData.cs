using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Prismatic.Mapping;

namespace Prismatic.Tool.Rendering;

/// <summary>The points of a map as they lie in a page: columns of integers, packed (gzip) and written in base64.</summary>
internal static class MapData
{
    // What HTML needs escaped is escaped afterwards, or packed.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const ushort NoCluster = ushort.MaxValue;

    /// <summary>
    /// Little-endian columns, n long: steps from one row number to the next (4 bytes, signed), x, y (2 bytes each, 0 to 65535 from left to
    /// right and from below upwards), cluster (2 bytes, 65535 for none), group (1 byte), file (2 bytes, where there are several), state
    /// (1 byte, where there are any); then the size of each cluster (4 bytes).
    /// </summary>
    public static string Points(PageMap map)
    {
        using var bytes = new MemoryStream();
        Span<byte> number = stackalloc byte[4];
        var before = 0L;
        foreach (var row in map.Numbers.Count > 0 ? map.Numbers : map.Rows)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, checked((int)(row - before)));
            bytes.Write(number);
            before = row;
        }
        Shorts(bytes, map.Points.Select(point => Scaled(point.X)));
        Shorts(bytes, map.Points.Select(point => Scaled(point.Y)));
        Shorts(bytes, map.Clusters.Select(cluster => cluster is < 0 or >= NoCluster ? NoCluster : (ushort)cluster));
        foreach (var group in map.Groups)
        {
            bytes.WriteByte((byte)group);
        }
        Shorts(bytes, map.FileOf.Select(file => (ushort)Math.Min(file, ushort.MaxValue)));
        foreach (var state in map.StateOf)
        {
            bytes.WriteByte((byte)state);
        }
        foreach (var size in map.ClusterSizes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, size);
            bytes.Write(number);
        }
        return Packed(bytes.ToArray());
    }

    /// <summary>Beginnings of rows as JSON: places of points, and texts.</summary>
    /// <param name="map">The map.</param>
    /// <param name="texts">What is shown of <see cref="PageMap.Texts"/>, by row number.</param>
    public static string Texts(PageMap map, IReadOnlyDictionary<long, string> texts)
    {
        List<int> at = [.. Enumerable.Range(0, map.Rows.Count).Where(point => texts.ContainsKey(map.Rows[point]))];
        return Packed(Json(new { at, texts = at.Select(point => VisibleText.Of(texts[map.Rows[point]])).ToList() }));
    }

    /// <summary>What the script needs to read the points: JSON that no parser of HTML can leave.</summary>
    public static string Facts(PageMap map) =>
        EmbeddedJson.Escaped(
            Encoding.UTF8.GetString(
                Json(
                    new
                    {
                        points = map.Rows.Count,
                        clusters = map.ClusterSizes.Count,
                        noun = map.Noun,
                        fileTitle = map.FileTitle,
                        groups = map.Described.Select(group => new
                        {
                            words = VisibleText.Of(group.Words),
                            rows = group.Rows,
                        }),
                        files = map.Files.Select(VisibleText.Of),
                        stateTitle = map.StateTitle,
                        states = map.States.Select(VisibleText.Of),
                    }
                )
            )
        );

    private static void Shorts(MemoryStream bytes, IEnumerable<ushort> values)
    {
        Span<byte> number = stackalloc byte[2];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(number, value);
            bytes.Write(number);
        }
    }

    private static ushort Scaled(float place) =>
        (ushort)Math.Clamp(MathF.Round((place + 1) / 2 * ushort.MaxValue), 0, ushort.MaxValue);

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Readable);

    private static string Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(bytes);
        }
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
