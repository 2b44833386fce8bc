namespace Prismatic.Trainer.Training;

/// <summary>How a proxy model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Tokens of one step, whatever the window.</summary>
    public int TokensPerStep { get; init; } = 4096;

    /// <summary>Length of a training window in tokens.</summary>
    public int Window { get; init; } = 256;

    /// <summary>The last share of the steps runs on windows twice as long, so that late positions are known too.</summary>
    public double LongWindowShare { get; init; } = 0.12;

    public int Steps { get; init; } = 3000;

    /// <summary>Highest learning rate, after the warm-up.</summary>
    public float LearningRate { get; init; } = 3e-3f;

    public int WarmUpSteps { get; init; } = 100;

    public float WeightDecay { get; init; } = 0.1f;

    /// <summary>Largest norm of the gradient.</summary>
    public float MaximumNorm { get; init; } = 1;

    public ulong Seed { get; init; } = 1;

    /// <summary>Learning rate of a step: linear warm-up, then half a cosine down to a twentieth.</summary>
    public float RateAt(int step) =>
        step < WarmUpSteps
            ? LearningRate * (step + 1) / WarmUpSteps
            : LearningRate
                * (
                    0.05f
                    + (0.475f * (1 + MathF.Cos(MathF.PI * (step - WarmUpSteps) / Math.Max(1, Steps - WarmUpSteps))))
                );
}
