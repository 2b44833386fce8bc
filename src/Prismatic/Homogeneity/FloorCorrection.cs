namespace Prismatic.Homogeneity;

/// <summary>Similarities on a scale on which 0 is the similarity of answers that have nothing to do with one another.</summary>
public static class FloorCorrection
{
    // Nearer to 1 than this, answers to different prompts are all the same, and nothing is left to measure.
    private const double Full = 1 - 1e-6;

    /// <summary>(x - floor) / (1 - floor): 1 stays 1, the floor becomes 0; null where either is missing or the floor is 1.</summary>
    public static double? Of(double? similarity, double? floor) =>
        similarity is { } x && floor is { } f && f < Full ? (x - f) / (1 - f) : null;

    /// <summary>The similarity that has this corrected value.</summary>
    public static double Raw(double corrected, double floor) => floor + (corrected * (1 - floor));
}
