namespace Prismatic.Trainer.Training;

/// <summary>How a proxy model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Tokens of one step, whatever the window.</summary>
    public int TokensPerStep { get; init; } = 2048;

    /// <summary>Length of a training window in tokens.</summary>
    public int Window { get; init; } = 256;

    /// <summary>The last share of the steps runs on windows twice as long, so that late positions are known too.</summary>
    public double LongWindowShare { get; init; } = 0.12;

    public int Steps { get; init; } = 12_000;

    /// <summary>Highest learning rate, after the warm-up.</summary>
    public float LearningRate { get; init; } = 5e-3f;

    public int WarmUpSteps { get; init; } = 100;

    /// <summary>
    /// The last steps, in which the rate falls in a straight line to zero. Until they begin, a run may be resumed with another
    /// number of steps and is the same run.
    /// </summary>
    public int DecaySteps { get; init; } = 5500;

    public float WeightDecay { get; init; } = 0.1f;

    /// <summary>Largest norm of the gradient.</summary>
    public float MaximumNorm { get; init; } = 1;

    /// <summary>Matrices other than the embedding learn by <see cref="Training.Muon"/>, not by AdamW.</summary>
    public bool Muon { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>First step at which the rate falls.</summary>
    public int DecayStart => Steps - DecaySteps;

    /// <summary>Learning rate of a step: linear warm-up, constant, linear to zero.</summary>
    public float RateAt(int step)
    {
        var warm = (step + 1f) / WarmUpSteps;
        var left = (Steps - step) / (float)Math.Max(1, DecaySteps);
        return LearningRate * Math.Min(1, Math.Min(warm, left));
    }
}
