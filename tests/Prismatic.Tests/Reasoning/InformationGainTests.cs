using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Reasoning;
using Prismatic.Tests.Data;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Tests.Reasoning;

/// <summary>The information gain of the embedded proxy.</summary>
public sealed class InformationGainTests : IDisposable
{
    private static readonly ReasonedRow[] Rows =
    [
        .. Enumerable
            .Range(0, 24)
            .Select(i => new ReasonedRow(
                3 * i,
                i % 5 == 0 ? "" : $"Lea has {i} boats and buys {i + 2}. How many has she?",
                i % 4 == 0 ? "" : string.Join('\n', Enumerable.Range(0, i % 7 + 1).Select(j => $"{i} + {j} = {i + j}")),
                $"{i + i + 2}"
            )),
    ];

    private readonly InformationGain _gain = Gain(1);

    [Fact]
    public void A_reasoning_of_nothing_gains_exactly_nothing()
    {
        var empty = _gain.Measure(Rows).Where((_, i) => Rows[i].Reasoning.Length == 0).ToList();
        Assert.NotEmpty(empty);
        Assert.All(
            empty,
            row =>
                Assert.Equal(
                    (0.0, 0.0, 0.0, 0, null),
                    (row.Gain, row.First, row.Masked, row.ReasoningTokens, row.Control)
                )
        );
    }

    [Fact]
    public void Gains_are_differences_of_losses_that_were_computed_in_another_way()
    {
        var gains = _gain.Measure(Rows);
        var others = ControlPairs.Draw(Rows, [.. gains.Select(row => row.ReasoningTokens)], 0);
        for (var i = 0; i < Rows.Length; i += 3)
        {
            var without = PlainLoss.Of(Rows[i], "");
            Assert.Equal(without.Average(), gains[i].LossWithout, 1e-4);
            Assert.Equal(without.Length, gains[i].AnswerTokens);
            var own = PlainLoss.Of(Rows[i], Rows[i].Reasoning);
            Assert.Equal(without.Average() - own.Average(), gains[i].Gain, 1e-4);
            Assert.Equal(without[0] - own[0], gains[i].First, 1e-4);
            var masked = PlainLoss.Of(Rows[i], LeakMask.Apply(Rows[i].Reasoning, Rows[i].Answer));
            Assert.Equal(without.Average() - masked.Average(), gains[i].Masked, 1e-4);
            if (others[i] >= 0)
            {
                var other = PlainLoss.Of(Rows[i], Rows[others[i]].Reasoning);
                Assert.Equal(without.Average() - other.Average(), gains[i].Control!.Value, 1e-4);
            }
        }
    }

    [Fact]
    public void Threads_change_nothing()
    {
        using var more = Gain(3);
        Assert.Equal(_gain.Measure(Rows), more.Measure(Rows));
    }

    [Fact]
    public void One_row_has_no_control()
    {
        var row = Assert.Single(_gain.Measure([Rows[1]]));
        Assert.Null(row.Control);
        Assert.Null(row.Specific);
        Assert.True(row.ReasoningTokens > 0);
        Assert.Empty(_gain.Measure([]));
    }

    [Fact]
    public void A_long_row_is_cut_and_keeps_its_answer_and_the_end_of_its_reasoning()
    {
        using var small = new InformationGain(
            ProxyModel.Embedded(),
            new GainOptions { MaxTokens = 48 },
            new SessionSettings { Threads = 1 }
        );
        var end = "the sum is 81";
        var far = string.Join(' ', Enumerable.Repeat("well", 200));
        ReasonedRow[] rows = [new(0, "How many?", $"{far} {end}", "81"), new(1, "How many?", $"{end} {far}", "81")];
        var gains = small.Measure(rows);
        Assert.All(gains, gain => Assert.True(gain.Truncated));
        Assert.True(gains[0].Gain > gains[1].Gain + 0.5, $"{gains[0].Gain} and {gains[1].Gain}");
        var answer = string.Join(' ', Enumerable.Repeat("7", 100));
        Assert.InRange(small.Measure([new(0, far, far, answer)])[0].AnswerTokens, 10, 24);
    }

    [Fact]
    public void Reasoning_of_real_problems_helps_and_that_of_others_does_not()
    {
        var dataset = DatasetReader.Open([SharedData.Path("math/gsm8k_train.jsonl")]);
        var all = dataset.ReadAsync(TestContext.Current.CancellationToken).ToBlockingEnumerable().ToList();
        // Rows that the embedded proxy was not trained on.
        var held = HeldOutSplit.Pick("gsm8k", all.Count, 500);
        ReasonedRow[] rows =
        [
            .. all.Where(row => held.Contains((int)row.Index))
                .Take(96)
                .Select(row => (row, Parts: new AnswerSeparator("####").Split(row.Response)!.Value))
                .Select(r => new ReasonedRow(r.row.Index, r.row.Prompt, r.Parts.Reasoning, r.Parts.Answer)),
        ];
        var gains = _gain.Measure(rows);
        var own = MeanAndSpread.Of(gains.Select(row => row.Gain));
        var control = MeanAndSpread.Of(gains.Select(row => row.Control!.Value));
        var error = Math.Sqrt(rows.Length);
        Assert.True(own.Mean > 1.5, $"own {own.Mean}");
        Assert.InRange(control.Mean, -4 * control.Spread / error, 4 * control.Spread / error);
        Assert.InRange(gains.Count(row => row.Specific > 0), rows.Length * 0.8, rows.Length);
    }

    public void Dispose() => _gain.Dispose();

    private static InformationGain Gain(int threads) =>
        new(ProxyModel.Embedded(), new GainOptions(), new SessionSettings { Threads = threads });

    /// <summary>The answer's losses from all logits of one row alone, its softmax in double.</summary>
    private static class PlainLoss
    {
        private static readonly Lazy<(OnnxSession Session, ProxyModel Proxy)> Model = new(() =>
        {
            var proxy = ProxyModel.Embedded();
            return (OnnxSession.Load(proxy.Source(), new SessionSettings { Threads = 1 }), proxy);
        });

        public static double[] Of(ReasonedRow row, string reasoning)
        {
            var (session, proxy) = Model.Value;
            var tokens = proxy.Tokenizer;
            int[] before =
            [
                tokens.BeginId!.Value,
                .. row.Prompt.Length == 0 ? [] : tokens.Encode(row.Prompt + "\n"),
                .. reasoning.Length == 0 ? [] : tokens.Encode(reasoning + "\n"),
                .. tokens.Encode("The answer is"),
            ];
            int[] answer = [.. tokens.Encode(" " + row.Answer)];
            int[] ids = [.. before, .. answer];
            using var inputs = new TokenBatch([ids], [], ids.Length).TokenInputs(session.InputNames, session.InputType);
            using var outputs = session.Run(inputs.Values, ["logits"]);
            var logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            var width = logits.Length / ids.Length;
            return
            [
                .. answer.Select(
                    (id, i) =>
                    {
                        var scores = logits.AsSpan((before.Length + i - 1) * width, width).ToArray();
                        var largest = (double)scores.Max();
                        return largest + Math.Log(scores.Sum(score => Math.Exp(score - largest))) - scores[id];
                    }
                ),
            ];
        }
    }
}
