using Prismatic.Numerics;

namespace Prismatic.Features;

/// <summary>Second pass of <see cref="NGramFeatures"/>: one unit row for each text, in the order added.</summary>
public sealed class NGramRows
{
    private const int BatchSize = 512;
    private readonly NGramFeatures _features;
    private readonly Matrix _matrix;
    private readonly long[] _indices;
    private readonly List<string> _pending = new(BatchSize);
    private int _added;

    internal NGramRows(NGramFeatures features, int capacity)
    {
        _features = features;
        _matrix = new Matrix(capacity, features.Dimension);
        _indices = new long[capacity];
    }

    /// <summary>Adds the row of one text; even an empty one gets a direction.</summary>
    /// <param name="rowIndex">Its number in the data set; ascending.</param>
    /// <param name="text">Any text.</param>
    /// <exception cref="InvalidOperationException">More texts than announced: the data changed between the passes.</exception>
    public void Add(long rowIndex, string text)
    {
        if (_added == _indices.Length)
        {
            throw new InvalidOperationException("More texts than announced.");
        }
        _indices[_added++] = rowIndex;
        _pending.Add(text);
        if (_pending.Count == BatchSize)
        {
            Flush();
        }
    }

    /// <summary>The finished space; fewer rows than announced are as many as were added.</summary>
    public FeatureSpace Complete()
    {
        Flush();
        return _features.Space(new Matrix(_added, _matrix.ColumnCount, _matrix.Values), _indices[.._added]);
    }

    private void Flush()
    {
        _features.FillRows(_pending, _matrix, _added - _pending.Count);
        _pending.Clear();
    }
}
