using System.Numerics.Tensors;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;
using Prismatic.Trainer.Training;

namespace Prismatic.Tests.Trainer;

public sealed class TrainingTests : IDisposable
{
    private static readonly DecoderShape _shape = new()
    {
        VocabularySize = 40,
        Width = 16,
        LayerCount = 1,
        HeadCount = 2,
        KeyValueHeadCount = 2,
        FeedForwardWidth = 24,
    };

    private static readonly TrainingOptions _options = new()
    {
        Steps = 12,
        TokensPerStep = 64,
        Window = 16,
        WarmUpSteps = 2,
        DecaySteps = 6,
        Muon = true,
    };

    private static readonly SessionSettings _settings = new() { Threads = 1 };

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_that_was_stopped_and_resumed_ends_with_the_same_weights()
    {
        var whole = Train("whole", _options);
        // The rate is still constant after 5 of 12 steps, so the first part may be a run of its own with a later decay.
        _ = Train("parts", _options with { Steps = 5, DecaySteps = 0, LongWindowShare = 0 });
        var resumed = Train("parts", _options);
        foreach (var (name, values) in whole)
        {
            Assert.Equal(values, resumed[name]);
        }
    }

    [Fact]
    public void The_late_text_is_read_from_the_step_at_which_the_rate_falls()
    {
        ushort[] late = [.. Enumerable.Range(0, 2000).Select(i => (ushort)(i % 5))];
        var early = _options with { Steps = _options.DecayStart, DecaySteps = 0, LongWindowShare = 0 };
        Assert.Equal(6, _options.DecayStart);
        var plain = Train("plain", early);
        var mixed = Train("mixed", early, late);
        Assert.All(plain, w => Assert.Equal(w.Value, mixed[w.Key]));
        Assert.NotEqual(Train("plain", _options)["embedding"], Train("mixed", _options, late)["embedding"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Training_lowers_the_loss_on_a_repeating_text(bool muon)
    {
        using var log = new StringWriter();
        using var run = new TrainingRun(
            _shape,
            _options with
            {
                Steps = 150,
                DecaySteps = 75,
                Muon = muon,
            },
            Text(),
            _settings
        );
        run.Run(Path.Combine(_folder, "loss"), every: 1000, log);
        double[] losses = [.. log.ToString().Split("loss ").Skip(1).Select(part => double.Parse(part[..6], null))];
        Assert.Equal(3, losses.Length);
        Assert.True(losses[^1] < 0.5 * losses[0], $"from {losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void A_checkpoint_of_another_shape_or_optimiser_is_refused()
    {
        _ = Train("other", _options);
        var path = Path.Combine(_folder, "other");
        using var wider = new TrainingRun(_shape with { FeedForwardWidth = 32 }, _options, Text(), _settings);
        Assert.Contains("another shape", Assert.Throws<PrismaticException>(() => wider.Resume(path)).Message);
        using var plain = new TrainingRun(_shape, _options with { Muon = false }, Text(), _settings);
        Assert.Contains("another optimiser", Assert.Throws<PrismaticException>(() => plain.Resume(path)).Message);
        File.WriteAllText(path, "no checkpoint at all");
        Assert.Contains("not a checkpoint", Assert.Throws<PrismaticException>(() => plain.Resume(path)).Message);
    }

    [Fact]
    public void The_rate_warms_up_stays_and_falls_to_nearly_zero()
    {
        var options = new TrainingOptions
        {
            Steps = 1000,
            WarmUpSteps = 100,
            DecaySteps = 500,
            LearningRate = 1,
        };
        Assert.Equal(0.01f, options.RateAt(0), 1e-6f);
        Assert.Equal(1, options.RateAt(99), 1e-6f);
        Assert.Equal(1, options.RateAt(500), 1e-6f);
        Assert.Equal(0.5f, options.RateAt(750), 1e-6f);
        Assert.Equal(0.002f, options.RateAt(999), 1e-6f);
    }

    [Fact]
    public void A_pass_visits_every_window_once_and_the_next_one_in_another_order()
    {
        // Each token is its own position, so a row tells where it was cut.
        ushort[] tokens = [.. Enumerable.Range(0, 16 * 21).Select(i => (ushort)i)];
        var windows = new TokenWindows(tokens, tokensPerStep: 64, seed: 3);
        int[] First(int step) => [.. windows.Batch(step, 16).Targets.Where(t => t.Time == 0).Select(t => t.Label - 1)];
        // 20 windows less the spare one are 19; five steps of four rows cover 19 and the first of the next pass.
        int[] seen = [.. Enumerable.Range(0, 5).SelectMany(First)];
        var pass = seen[..19];
        Assert.Equal(19, pass.Distinct().Count());
        Assert.Single(pass.Select(start => start % 16).Distinct());
        var second = (int[])[seen[19], .. Enumerable.Range(5, 4).SelectMany(First), .. First(9)[..2]];
        Assert.Equal(19, second.Distinct().Count());
        Assert.NotEqual(pass.Select(start => start / 16), second.Select(start => start / 16));
        Assert.Equal(First(3), First(3));
    }

    [Theory]
    [InlineData(6, 10)]
    [InlineData(10, 6)]
    [InlineData(8, 8)]
    public void The_orthogonaliser_brings_singular_values_near_one(int rows, int columns)
    {
        using var orthogonaliser = new Orthogonaliser(2, rows, columns, _settings);
        var random = new Pcg32(5);
        for (var i = 0; i < orthogonaliser.Matrices.Length; i++)
        {
            orthogonaliser.Matrices[i] = (float)random.NextGaussian();
        }
        orthogonaliser.Run();
        var size = rows * columns;
        for (var m = 0; m < 2; m++)
        {
            // The squared singular values are the eigenvalues of the smaller Gram matrix.
            var result = orthogonaliser.Results.AsSpan(m * size, size);
            Assert.InRange(TensorPrimitives.SumOfSquares<float>(result) / Math.Min(rows, columns), 0.5f, 1.4f);
            var similarity = TensorPrimitives.CosineSimilarity<float>(
                result,
                orthogonaliser.Matrices.AsSpan(m * size, size)
            );
            Assert.True(similarity > 0.7, $"the direction was lost: cosine {similarity}");
        }
    }

    private Dictionary<string, float[]> Train(string name, TrainingOptions options, ushort[]? late = null)
    {
        using var run = new TrainingRun(_shape, options, Text(), _settings, late);
        run.Resume(Path.Combine(_folder, name));
        run.Run(Path.Combine(_folder, name), every: 1000, TextWriter.Null);
        return run.Weights.ToDictionary(w => w.Key, w => w.Value.ToArray());
    }

    private static ushort[] Text() => [.. Enumerable.Range(0, 2000).Select(i => (ushort)(i * i % 37))];
}
