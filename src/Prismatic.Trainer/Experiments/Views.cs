namespace Prismatic.Trainer.Experiments;

/// <summary>The feature spaces that are compared. Gradients are those of all tokens unless the name says otherwise.</summary>
internal static class Views
{
    /// <summary>Gradients of the response's loss where there is a prompt, not centred.</summary>
    public const string Gradients = "gradients, response";

    public const string AllTokens = "gradients, raw";

    /// <summary>Less the reference mean that ships with the proxy.</summary>
    public const string Centred = "gradients, centred on the reference";

    public const string CentredResponse = "gradients, response, centred on the reference";

    /// <summary>Less the mean of the very set that is scored.</summary>
    public const string CentredOnSet = "gradients, centred on the set";

    /// <summary>By mean and covariance of all rows of the study.</summary>
    public const string Whitened = "gradients, whitened";

    /// <summary>Each layer scaled to unit length.</summary>
    public const string UnitLayers = "gradients, layers of equal length";

    /// <summary>Projected to 8 x 8 a layer instead of 16 x 16.</summary>
    public const string Rank8 = "gradients, rank 8";

    public const string Untrained = "gradients, untrained network";

    /// <summary>TF-IDF of characters.</summary>
    public const string NGrams = "n-grams";

    public const string Hidden = "hidden states";

    /// <summary>Less the mean over all rows of the study.</summary>
    public const string CentredHidden = "hidden states, centred";

    /// <summary>Half the centred gradients, half n-grams.</summary>
    public const string GradientsNGrams = "gradients + n-grams";

    /// <summary>Half the centred gradients, half the centred hidden states.</summary>
    public const string GradientsHidden = "gradients + hidden states";

    /// <summary>What study 1 scores. Declared before any result was looked at.</summary>
    public static readonly IReadOnlyList<string> Scored =
    [
        Gradients,
        CentredResponse,
        AllTokens,
        Centred,
        CentredOnSet,
        Whitened,
        UnitLayers,
        Rank8,
        Untrained,
        NGrams,
        Hidden,
        CentredHidden,
        GradientsNGrams,
        GradientsHidden,
    ];

    /// <summary>What study 2 selects by. Declared before any result was looked at.</summary>
    public static readonly IReadOnlyList<string> Selected = [Gradients, Centred, NGrams, GradientsNGrams, Hidden];
}
