using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed partial class MapBlockTests
{
    [Fact]
    public void A_page_with_very_many_rows_stays_below_its_limit_and_says_what_it_left_out()
    {
        var page = HtmlRenderer.Render(SampleReport.Create(), Wide(100_000));
        Assert.True(
            Encoding.UTF8.GetByteCount(page) <= MapBlock.MostBytes,
            $"{Encoding.UTF8.GetByteCount(page)} bytes"
        );
        Assert.Contains("of 200,000 rows: a sample drawn by the seed", page, StringComparison.Ordinal);
        Assert.Contains("of others that of the nearest such row is shown", page, StringComparison.Ordinal);
        Assert.Equal(page, HtmlRenderer.Render(SampleReport.Create(), Wide(100_000)));
    }

    [Fact]
    public void Points_read_back_as_they_were()
    {
        var map = SampleMap.Create();
        var page = HtmlRenderer.Render(SampleReport.Create(), map);
        using var packed = new MemoryStream(Convert.FromBase64String(PointsOf().Match(page).Groups["data"].Value));
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Decompress))
        {
            gzip.CopyTo(unpacked);
        }
        var bytes = unpacked.ToArray();
        var n = map.Rows.Count;
        // Columns: row steps 4, x 2, y 2, cluster 2, group 1, file 2, state 1; then sizes of 4.
        Assert.Equal((14 * n) + (4 * map.ClusterSizes.Count), bytes.Length);
        for (var i = 0; i < n; i++)
        {
            Assert.Equal(i == 0 ? 0 : 2, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i)));
            var x = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((4 * n) + (2 * i)));
            Assert.Equal(map.Points[i].X, (2.0 * x / ushort.MaxValue) - 1, 2.0 / ushort.MaxValue);
            Assert.Equal(map.Groups[i], bytes[(10 * n) + i]);
            Assert.Equal(map.StateOf[i], bytes[(13 * n) + i]);
        }
    }

    [Fact]
    public void Hostile_text_of_a_map_becomes_no_markup()
    {
        const string Attack = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
        var page = HtmlRenderer.Render(SampleReport.Create(), SampleMap.Create(text: text => text + Attack));
        var plain = HtmlRenderer.Render(SampleReport.Create(), SampleMap.Create());
        Assert.Equal(Regex.Count(plain, "<script"), Regex.Count(page, "<script"));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    // Texts and places that do not pack well.
    private static PageMap Wide(int count) =>
        SampleMap.Create(
            count,
            text =>
                text + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)))
        ) with
        {
            Points =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new Prismatic.Mapping.MapPoint(MathF.Sin(i * 12.9898f), MathF.Sin(i * 78.233f))),
            ],
        };

    [GeneratedRegex(
        "id=\"map-points\">(?<data>[^<]*)<",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex PointsOf();
}
