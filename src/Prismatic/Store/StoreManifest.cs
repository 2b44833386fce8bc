using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Prismatic.Store;

/// <summary>Everything that decides the numbers of a vector, in words and as a hash.</summary>
/// <param name="Dimension">Numbers of a vector.</param>
/// <param name="Identity">What was chosen: model, tokens, projection, graph, grid. Vectors of one identity are comparable.</param>
/// <param name="Maker">What did the arithmetic: runtime, device, kind of processor. The last bits depend on it.</param>
public sealed record StoreManifest(
    int Dimension,
    IReadOnlyDictionary<string, string> Identity,
    IReadOnlyDictionary<string, string> Maker
)
{
    /// <summary>The manifest's file in a store.</summary>
    public const string FileName = "manifest.json";

    private const int Format = 1;
    private const int MostDimension = 1 << 15;
    private const int MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>SHA-256 of the identity alone: what a merge over machines compares.</summary>
    public byte[] IdentityHash =>
        SHA256.HashData(
            Bytes(
                new
                {
                    format = Format,
                    dimension = Dimension,
                    identity = Sorted(Identity),
                }
            )
        );

    /// <summary>SHA-256 of identity and maker; every file of the store bears it.</summary>
    public byte[] Hash =>
        SHA256.HashData(
            Bytes(
                new
                {
                    format = Format,
                    dimension = Dimension,
                    identity = Sorted(Identity),
                    maker = Sorted(Maker),
                }
            )
        );

    /// <summary>The store's folder.</summary>
    public string FolderName => Convert.ToHexStringLower(Hash)[..32];

    /// <summary>The file's content: the same bytes for the same manifest.</summary>
    public byte[] ToBytes() =>
        [
            .. Bytes(
                new
                {
                    format = Format,
                    dimension = Dimension,
                    identityHash = Convert.ToHexStringLower(IdentityHash),
                    hash = Convert.ToHexStringLower(Hash),
                    identity = Sorted(Identity),
                    maker = Sorted(Maker),
                }
            ),
            (byte)'\n',
        ];

    /// <summary>Reads a manifest; null when the bytes are not one, or not one of this format.</summary>
    public static StoreManifest? Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                return null;
            }
            var bytes = File.ReadAllBytes(path);
            using var document = JsonDocument.Parse(bytes);
            var manifest = new StoreManifest(
                document.RootElement.GetProperty("dimension").GetInt32(),
                Words(document, "identity"),
                Words(document, "maker")
            );
            return manifest.Dimension is > 0 and <= MostDimension && manifest.ToBytes().AsSpan().SequenceEqual(bytes)
                ? manifest
                : null;
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or FormatException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            return null;
        }
    }

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> words) =>
        new(words.ToDictionary(), StringComparer.Ordinal);

    private static Dictionary<string, string> Words(JsonDocument document, string name) =>
        document
            .RootElement.GetProperty(name)
            .EnumerateObject()
            .DistinctBy(p => p.Name)
            .ToDictionary(p => p.Name, p => p.Value.GetString() ?? "");
}
