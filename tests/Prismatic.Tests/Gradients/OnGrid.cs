namespace Prismatic.Tests.Gradients;

/// <summary>Vectors as extractors give them: multiples of 1/32768.</summary>
internal static class OnGrid
{
    private const float Scale = 32768;

    /// <summary>Whether every number is a multiple.</summary>
    public static bool Holds(ReadOnlySpan<float> vector)
    {
        foreach (var value in vector)
        {
            if (MathF.Round(value * Scale) != value * Scale)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The largest difference of two numbers in the same place, in steps of the grid.</summary>
    public static float Steps(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var most = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            most = MathF.Max(most, MathF.Abs(a[i] - b[i]) * Scale);
        }
        return most;
    }
}
