namespace Prismatic.Text.Pipeline;

/// <summary>Pieces of a model with their ids: no piece twice, no id twice.</summary>
internal sealed class Vocabulary
{
    /// <summary>No id of a real vocabulary comes near this.</summary>
    public const int MaxIds = 1 << 24;

    // No real piece comes near this; longer ones would make every place of a text costly.
    private const int LongestPiece = 4096;

    private readonly Dictionary<string, int> _ids = [];
    private readonly HashSet<int> _used = [];
    private readonly HashSet<string> _controls = [];

    /// <summary>One more than the greatest id.</summary>
    public int Size { get; private set; }

    public int Count => _ids.Count;

    public IEnumerable<KeyValuePair<string, int>> Pieces => _ids;

    public void Add(string piece, int id)
    {
        if (piece.Length > LongestPiece)
        {
            throw TokenizerFault.Broken(
                $"a piece of {piece.Length} letters is in the vocabulary: '{TokenizerFault.Short(piece)}'"
            );
        }
        if (!_ids.TryAdd(piece, id) || !_used.Add(id))
        {
            throw TokenizerFault.Broken(
                $"the piece '{TokenizerFault.Short(piece)}' or its id {id} stands twice in the vocabulary"
            );
        }
        Size = Math.Max(Size, id + 1);
    }

    /// <summary>Makes a piece unreachable for text: only its name as an added token finds it.</summary>
    public void Reserve(string piece) => _controls.Add(piece);

    /// <summary>The id of a piece that text may become; -1 where there is none.</summary>
    public int Find(string piece) => _ids.TryGetValue(piece, out var id) && !_controls.Contains(piece) ? id : -1;

    /// <summary>The id of any piece; -1 where there is none.</summary>
    public int FindAny(string piece) => _ids.GetValueOrDefault(piece, -1);

    /// <summary>The ids of the pieces for bytes, or null where one of them is missing.</summary>
    public int[]? ByteIds(ReadOnlySpan<byte> bytes)
    {
        var ids = new int[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            ids[i] = FindAny($"<0x{bytes[i]:X2}>");
            if (ids[i] < 0)
            {
                return null;
            }
        }
        return ids;
    }
}
