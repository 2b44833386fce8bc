namespace Prismatic.Onnx;

/// <summary>What running a graph at several sizes told about one tensor.</summary>
/// <param name="Type">Element type.</param>
/// <param name="Dims">Its dimensions in each probe; the rank is the same in all.</param>
/// <param name="Integers">Its values where they are few, integer and the same in every probe; else null.</param>
public sealed record TensorFact(TensorType Type, long[][] Dims, long[]? Integers)
{
    /// <summary>Number of axes.</summary>
    public int Rank => Dims[0].Length;

    /// <summary>The size of an axis that never varies, or null.</summary>
    public long? Static(int axis) => Array.TrueForAll(Dims, d => d[axis] == Dims[0][axis]) ? Dims[0][axis] : null;

    /// <summary>Whether two axes had the same size in every probe.</summary>
    public bool SameAxis(int axis, TensorFact other, int otherAxis)
    {
        for (var i = 0; i < Dims.Length; i++)
        {
            if (Dims[i][axis] != other.Dims[i][otherAxis])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether the shapes agreed in every probe.</summary>
    public bool SameShape(TensorFact other)
    {
        if (Rank != other.Rank)
        {
            return false;
        }
        for (var axis = 0; axis < Rank; axis++)
        {
            if (!SameAxis(axis, other, axis))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The shape as a key: equal for tensors of equal shape.</summary>
    public string ShapeKey => string.Join(';', Dims.Select(d => string.Join(',', d)));
}
