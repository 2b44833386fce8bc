using System.Text;

namespace Prismatic.Gradients;

/// <summary>Mean of the unit rows of a reference: what a kind of features shows of any text, and so of none in particular.</summary>
/// <param name="Key">Identity of the kind of features; only rows of the same kind may be centred on it.</param>
/// <param name="RowCount">Rows it is the mean of.</param>
/// <param name="Values">Length d.</param>
public sealed record ReferenceMean(string Key, int RowCount, float[] Values);

/// <summary>The means that ship with a proxy model, one for each kind of features.</summary>
/// <remarks>
/// File: the eight bytes "PRSMREF1", the number of means, and for each its key, rows, length and 32-bit values, little-endian;
/// strings as .NET's BinaryWriter writes them.
/// </remarks>
public sealed class ReferenceMeans
{
    private const string Magic = "PRSMREF1";
    private const int MostMeans = 64;
    private const int LongestMean = 1 << 16;
    private readonly Dictionary<string, ReferenceMean> _means;

    /// <summary>The given means; keys differ.</summary>
    public ReferenceMeans(IEnumerable<ReferenceMean> means) => _means = means.ToDictionary(m => m.Key);

    /// <summary>No reference.</summary>
    public static ReferenceMeans None { get; } = new([]);

    /// <summary>All means.</summary>
    public IReadOnlyCollection<ReferenceMean> All => _means.Values;

    /// <summary>The mean for a kind of features, or null.</summary>
    public ReferenceMean? Find(string key) => _means.GetValueOrDefault(key);

    /// <summary>Reads a file.</summary>
    /// <param name="stream">From its start; left open.</param>
    /// <param name="name">What to call it in a fault.</param>
    /// <exception cref="PrismaticException">It is not such a file, or cut off.</exception>
    public static ReferenceMeans Read(Stream stream, string name)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(Magic)))
            {
                throw Damaged(name);
            }
            var means = new ReferenceMean[Bounded(reader.ReadInt32(), MostMeans, name)];
            for (var i = 0; i < means.Length; i++)
            {
                var (key, rows) = (reader.ReadString(), reader.ReadInt32());
                var values = new float[Bounded(reader.ReadInt32(), LongestMean, name)];
                for (var j = 0; j < values.Length; j++)
                {
                    values[j] = reader.ReadSingle();
                }
                means[i] = new ReferenceMean(key, rows, values);
            }
            return new ReferenceMeans(means.DistinctBy(m => m.Key));
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException)
        {
            throw Damaged(name, fault);
        }
    }

    /// <summary>Writes the file that <see cref="Read"/> reads; keys in ordinal order.</summary>
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Encoding.ASCII.GetBytes(Magic));
        writer.Write(_means.Count);
        foreach (var mean in _means.Values.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            writer.Write(mean.Key);
            writer.Write(mean.RowCount);
            writer.Write(mean.Values.Length);
            foreach (var value in mean.Values)
            {
                writer.Write(value);
            }
        }
    }

    private static int Bounded(int value, int most, string name) =>
        value >= 0 && value <= most ? value : throw Damaged(name);

    private static PrismaticException Damaged(string name, Exception? inner = null) =>
        new(
            $"{name} is not a reference of this version, or cut off; make it again with the trainer, or remove it",
            ExitCode.Input,
            inner
        );
}
