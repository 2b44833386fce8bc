using System.IO.Compression;
using System.Text;

namespace Prismatic.Trainer.Experiments;

/// <summary>Measures of sameness that need no model.</summary>
internal static class TextMeasures
{
    /// <summary>Distinct word pairs over all word pairs (Li et al. 2016), in [0, 1].</summary>
    public static double Distinct2(IEnumerable<string> texts)
    {
        var (pairs, total) = (new HashSet<(string, string)>(), 0);
        foreach (var text in texts)
        {
            var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            for (var i = 1; i < words.Length; i++)
            {
                pairs.Add((words[i - 1], words[i]));
                total++;
            }
        }
        return total == 0 ? 0 : (double)pairs.Count / total;
    }

    /// <summary>Bytes after Deflate over bytes before: low where text repeats within 32 KB.</summary>
    public static double CompressionRatio(IEnumerable<string> texts)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', texts));
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(bytes);
        }
        return bytes.Length == 0 ? 0 : (double)packed.Length / bytes.Length;
    }
}
