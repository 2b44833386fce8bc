namespace Prismatic.Trainer.Experiments;

/// <summary>A student: a decoder small enough to be trained in seconds, and how it is trained.</summary>
internal sealed record StudentOptions
{
    public int VocabularySize { get; init; } = 1024;

    public int Width { get; init; } = 64;

    public int LayerCount { get; init; } = 2;

    public int HeadCount { get; init; } = 4;

    public int FeedForwardWidth { get; init; } = 192;

    /// <summary>Length of a training window and of a test row at most, in tokens.</summary>
    public int Window { get; init; } = 128;

    /// <summary>Windows of one step.</summary>
    public int WindowsPerStep { get; init; } = 4;

    /// <summary>Tokens a student is trained on, whatever the size of its set: a smaller set is seen more often.</summary>
    public int TrainingTokens { get; init; } = 120_000;

    /// <summary>Highest learning rate, after a tenth of the steps; over the last half it falls to zero.</summary>
    public float LearningRate { get; init; } = 5e-3f;

    public float WeightDecay { get; init; } = 0.1f;

    public float MaximumNorm { get; init; } = 1;

    /// <summary>Steps of every student.</summary>
    public int Steps => (int)Math.Ceiling(TrainingTokens / (double)(Window * WindowsPerStep));

    /// <summary>Learning rate of a step.</summary>
    public float RateAt(int step)
    {
        var warm = (step + 1f) / Math.Max(1, Steps / 10);
        var left = (Steps - step) / (float)Math.Max(1, Steps / 2);
        return LearningRate * Math.Min(1, Math.Min(warm, left));
    }
}

/// <summary>Sizes of the experiment, all decided before any result was looked at.</summary>
internal sealed record ExperimentOptions
{
    public StudentOptions Student { get; init; } = new();

    /// <summary>Most tokens kept of one training source.</summary>
    public int SourceTokens { get; init; } = 48_000;

    /// <summary>Tokens of near-copies made of each source.</summary>
    public int CopyTokens { get; init; } = 28_000;

    /// <summary>Near-copies made of one row, before the next row is taken.</summary>
    public int CopiesPerBase { get; init; } = 25;

    /// <summary>Characters of each source the students' tokenizer is learnt from.</summary>
    public int TokenizerCharacters { get; init; } = 100_000;

    /// <summary>Tokens of each test source.</summary>
    public int TestTokensPerSource { get; init; } = 4_000;

    /// <summary>Prediction: tokens of every training set.</summary>
    public int SetTokens { get; init; } = 36_000;

    /// <summary>Prediction: numbers of sources mixed.</summary>
    public IReadOnlyList<int> SourceCounts { get; init; } = [1, 2, 4, 8, 13];

    /// <summary>Prediction: shares of a set that are near-copies of a few rows.</summary>
    public IReadOnlyList<double> CopyShares { get; init; } = [0, 0.35, 0.7];

    /// <summary>Prediction: sets of each recipe, with other sources.</summary>
    public int Draws { get; init; } = 2;

    /// <summary>Prediction: students of each set.</summary>
    public int PredictionSeeds { get; init; } = 3;

    /// <summary>Selection: tokens of a pool.</summary>
    public int PoolTokens { get; init; } = 140_000;

    /// <summary>Selection: tokens kept.</summary>
    public IReadOnlyList<int> Budgets { get; init; } = [12_000, 24_000, 48_000];

    /// <summary>Selection: seeds; each draws its own pools, and all methods share pool and student of a seed.</summary>
    public int SelectionSeeds { get; init; } = 5;

    /// <summary>The same experiment, small enough for ten minutes.</summary>
    public static ExperimentOptions Reduced { get; } =
        new()
        {
            SourceTokens = 20_000,
            CopyTokens = 11_000,
            CopiesPerBase = 15,
            SetTokens = 14_000,
            Draws = 1,
            PredictionSeeds = 2,
            PoolTokens = 60_000,
            Budgets = [12_000],
            SelectionSeeds = 3,
        };
}
