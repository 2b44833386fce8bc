using System.Numerics.Tensors;
using CsCheck;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Text;

namespace Prismatic.Tests.Gradients;

/// <summary>Masks, windows, layers of unit length: what each changes and what it leaves alone.</summary>
public sealed class GradientOptionsTests
{
    private static readonly Tokenizer Tokens = ProxyModel.Embedded().Tokenizer;

    private static readonly TextRow[] Rows =
    [
        .. Enumerable
            .Range(0, 12)
            .Select(i => new TextRow(
                i,
                i % 2 == 0 ? "" : $"How many of the {i} boats in the harbour are red?",
                string.Join(' ', Enumerable.Range(0, 1 + (i * 5 % 17)).Select(j => $"{j} boats of {i}"))
            )),
    ];

    [Fact]
    public void A_window_is_the_start_of_the_whole_row() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[1, 40], Gen.Int[1, 50], Gen.Bool)
            .Sample(
                (promptWords, responseWords, window, all) =>
                {
                    var prompt = string.Join(' ', Enumerable.Range(0, promptWords).Select(i => $"question {i}"));
                    var response = string.Join(' ', Enumerable.Range(0, responseWords).Select(i => $"answer {i}"));
                    var row = new TextRow(0, prompt, response);
                    var mask = all ? LossMask.AllTokens : LossMask.Response;
                    var whole = new RowEncoder(Tokens, 512, mask).Encode(row);
                    var cut = new RowEncoder(Tokens, 512, mask, window).Encode(row);
                    Assert.Equal(whole.FirstTarget, cut.FirstTarget);
                    Assert.Equal(Math.Min(window, whole.TargetCount), cut.TargetCount);
                    Assert.Equal(whole.Ids[..cut.Ids.Length], cut.Ids);
                }
            );

    [Fact]
    public void Over_all_tokens_the_loss_begins_behind_the_first_id()
    {
        var row = new TextRow(0, "What is 2 + 3?", "It is 5.");
        var all = new RowEncoder(Tokens, 512, LossMask.AllTokens).Encode(row);
        Assert.Equal(1, all.FirstTarget);
        Assert.Equal(new RowEncoder(Tokens, 512).Encode(row).Ids, all.Ids);
    }

    [Fact]
    public async Task The_mask_changes_rows_with_a_prompt_and_no_others()
    {
        var response = await ExtractAsync(new GradientOptions());
        var all = await ExtractAsync(new GradientOptions { Mask = LossMask.AllTokens });
        for (var i = 0; i < Rows.Length; i++)
        {
            var cosine = TensorPrimitives.Dot<float>(response.Space.Rows[i], all.Space.Rows[i]);
            Assert.Equal(Rows[i].Prompt.Length == 0, cosine > 0.9999f);
        }
        Assert.NotEqual(response.Space.Fingerprint, all.Space.Fingerprint);
    }

    [Fact]
    public async Task A_window_no_row_fills_changes_nothing_and_a_small_one_evens_out_the_targets()
    {
        var whole = await ExtractAsync(new GradientOptions());
        var wide = await ExtractAsync(new GradientOptions { Window = 500 });
        Assert.Equal(whole.Space.Rows.Values, wide.Space.Rows.Values);
        var narrow = await ExtractAsync(new GradientOptions { Window = 4 });
        Assert.All(narrow.TargetCounts, count => Assert.InRange(count, 1, 4));
        Assert.Contains(whole.TargetCounts, count => count > 4);
        Assert.Equal(narrow.TokenCount, narrow.TokenCounts.Sum());
    }

    [Fact]
    public async Task Layers_of_unit_length_are_the_hash_of_the_scaled_blocks()
    {
        var options = new GradientOptions { UnitLayers = true };
        var features = await ExtractAsync(options);
        var proxy = ProxyModel.Embedded();
        using var session = GradientSession.Compile(
            proxy.Decoder(),
            options.Projection,
            new SessionSettings { Threads = 1 }
        );
        var encoded = new RowEncoder(proxy.Tokenizer, options).Encode(Rows[3]);
        var targets = Enumerable
            .Range(encoded.FirstTarget, encoded.TargetCount)
            .Select(t => new LossTarget(0, t - 1, encoded.Ids[t], 1f / encoded.TargetCount))
            .ToArray();
        var blocks = new float[session.BlockLength];
        session.Run(new TokenBatch([encoded.Ids], targets, encoded.Ids.Length), blocks, new float[targets.Length]);
        var size = options.Projection.Rank * options.Projection.Rank;
        for (var layer = 0; layer < session.Layers.Count; layer++)
        {
            var block = blocks.AsSpan(layer * size, size);
            TensorPrimitives.Divide(block, TensorPrimitives.Norm<float>(block), block);
        }
        var expected = new float[options.Projection.Dimension];
        options.Projection.Sparse(blocks.Length).Apply(blocks, expected);
        Matrix.NormaliseRow(expected);
        Assert.Equal(1, TensorPrimitives.Dot<float>(expected, features.Space.Rows[3]), 1e-4);
        var plain = await ExtractAsync(new GradientOptions());
        Assert.True(TensorPrimitives.Dot<float>(plain.Space.Rows[3], features.Space.Rows[3]) < 0.999f);
    }

    [Fact]
    public void Every_choice_that_changes_the_vectors_changes_the_fingerprint()
    {
        GradientOptions[] options =
        [
            new(),
            new() { Mask = LossMask.AllTokens },
            new() { Window = 32 },
            new() { UnitLayers = true },
            new() { Projection = new RandomProjection { Rank = 8 } },
        ];
        var fingerprints = options.Select(o =>
        {
            using var extractor = new GradientExtractor(ProxyModel.Embedded(), o, new SessionSettings());
            return extractor.ReferenceKey;
        });
        Assert.Equal(options.Length, fingerprints.Distinct().Count());
    }

    private static async Task<GradientFeatures> ExtractAsync(GradientOptions options)
    {
        using var extractor = new GradientExtractor(
            ProxyModel.Embedded(),
            options,
            new SessionSettings { Threads = 1 }
        );
        return await extractor.ExtractAsync(Rows.ToAsyncEnumerable(), Rows.Length);
    }
}
