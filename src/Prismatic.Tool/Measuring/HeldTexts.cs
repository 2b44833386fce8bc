using Prismatic.Data;
using Prismatic.Numerics;

namespace Prismatic.Tool.Measuring;

/// <summary>
/// The texts that measures of wording hold: all rows, or a seeded part of so many rows and characters at most, the same ones
/// whatever their order.
/// </summary>
internal sealed class HeldTexts(ulong seed, int rowCount)
{
    private const int MostRows = 20_000;
    private const long MostCharacters = 24_000_000;

    private readonly List<(ulong Hash, long Row, string Text)> _held = [];
    private ulong _limit =
        rowCount <= MostRows ? ulong.MaxValue : (ulong)((double)MostRows / rowCount * ulong.MaxValue);
    private long _characters;

    /// <summary>Row numbers, ascending.</summary>
    public IReadOnlyList<long> Rows => [.. _held.Select(held => held.Row)];

    /// <summary>The texts of <see cref="Rows"/>.</summary>
    public IReadOnlyList<string> Texts => [.. _held.Select(held => held.Text)];

    /// <summary>Takes a row where it is in the part; a part that grows too large is halved.</summary>
    public void Add(TextRow row)
    {
        var hash = Pcg32.Hash(seed, (ulong)row.Index);
        if (hash > _limit)
        {
            return;
        }
        _held.Add((hash, row.Index, row.FullText));
        _characters += row.FullText.Length;
        while (_characters > MostCharacters && _held.Count > 1)
        {
            // One stays, however long it is.
            _limit = Math.Max(_limit / 2, _held.Min(held => held.Hash));
            _held.RemoveAll(held => held.Hash > _limit);
            _characters = _held.Sum(held => (long)held.Text.Length);
        }
    }
}
