using System.Text;
using CsCheck;
using Prismatic.Text;
using Prismatic.Trainer.Bpe;
using Prismatic.Trainer.Corpus;
using Prismatic.Trainer.Evaluation;

namespace Prismatic.Tests.Trainer;

public sealed class EvaluationTests
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes(
        "she sells sea shells by the sea shore, so she says"
    );

    [Fact]
    public void Probabilities_after_any_history_sum_to_one() =>
        Gen.Byte[97, 100]
            .Array[0, 40]
            .Select(Gen.Byte[97, 100].Array[0, 10])
            .Sample(
                static (text, history) =>
                {
                    var model = new ByteNGramModel(4);
                    model.Add(text);
                    var sum = Enumerable.Range(0, 256).Sum(next => model.Probability(history, (byte)next));
                    return Math.Abs(sum - 1) < 1e-9;
                }
            );

    [Fact]
    public void A_hand_computed_case_agrees()
    {
        var model = new ByteNGramModel(2);
        model.Add("aab"u8);
        // Order 1: n = 3, t = 2. Order 2 after 'a': n = 2, t = 2.
        var a1 = (2 + (2 / 256.0)) / 5;
        var b1 = (1 + (2 / 256.0)) / 5;
        Assert.Equal(a1, model.Probability([], (byte)'a'), 12);
        Assert.Equal((1 + (2 * b1)) / 4, model.Probability("a"u8, (byte)'b'), 12);
        Assert.Equal((2 / 256.0) / 5, model.Probability("z"u8, (byte)'x'), 12);
    }

    [Fact]
    public void Counts_survive_growth_of_the_table()
    {
        var (once, many) = (new ByteNGramModel(7), new ByteNGramModel(7));
        once.Add(Sample);
        for (var i = 0; i < 200_000; i++)
        {
            // Two-byte texts of other letters fill the table without touching the sample's contexts of two and more.
            many.Add([(byte)(128 + (i % 100)), (byte)(128 + (i / 100 % 100)), (byte)(128 + (i / 10_000))]);
        }

        many.Add(Sample);
        Assert.Equal(once.Probability("sea s"u8, (byte)'h'), many.Probability("sea s"u8, (byte)'h'), 2);
    }

    [Fact]
    public void Counting_only_what_is_scored_changes_no_probability() =>
        Gen.Byte[97, 101]
            .Array[0, 300]
            .Select(Gen.Byte[97, 102].Array[0, 60], Gen.Byte[97, 102].Array[0, 60])
            .Sample(
                static (train, first, second) =>
                {
                    var (whole, watching) = (new ByteNGramModel(5), new ByteNGramModel(5));
                    watching.Watch(first);
                    watching.Watch(second);
                    whole.Add(train);
                    watching.Add(train);
                    return whole.Bits(first) == watching.Bits(first) && whole.Bits(second) == watching.Bits(second);
                }
            );

    [Fact]
    public void Runs_of_words_that_training_text_shares_are_counted()
    {
        var held = new Dictionary<string, IReadOnlyList<CorpusDocument>>
        {
            ["a"] = [CorpusDocument.Of("a", "One two three, four five. Didn't six?")],
            ["b"] = [CorpusDocument.Of("b", "one two"), CorpusDocument.Of("b", "three four")],
        };
        CorpusDocument[] train =
        [
            CorpusDocument.Of("t", "zero\nONE TWO -- three four"),
            CorpusDocument.Of("t", "five didn’t six"),
        ];
        var leaks = LeakCheck.Run(train, held, length: 3);
        Assert.Equal([new Leak("a", 5, 3), new Leak("b", 0, 0)], leaks);
        Assert.Equal(0.6, leaks[0].Share, 12);
    }

    [Fact]
    public void Text_like_the_training_text_costs_less_than_noise()
    {
        var model = new ByteNGramModel(7);
        model.Add(Sample);
        Assert.True(model.Bits("she sells sea shore shells"u8) < 26 * 3);
        Assert.True(model.Bits("XQJ#~zKV0_"u8) > 10 * 8);
    }

    [Fact]
    public void Windows_predict_every_token_once_and_never_exceed_the_context() =>
        Gen.Int[2, 200]
            .Select(Gen.Int[4, 50])
            .Sample(
                static (length, context) =>
                {
                    var ids = Enumerable.Range(0, length).ToArray();
                    var windows = ModelScore.Windows(ids, context).ToList();
                    var predicted = windows.SelectMany(static window => window.Ids.Skip(window.Known));
                    return predicted.SequenceEqual(ids.Skip(1)) && windows.All(window => window.Ids.Length <= context);
                }
            );

    [Fact]
    public void A_uniform_model_costs_the_logarithm_of_the_vocabulary_a_token()
    {
        var trainer = new BpeTrainer();
        trainer.Add("she sells sea shells");
        var tokenizer = Tokenizer.FromPieces(trainer.Train(280));
        CorpusDocument[] documents =
        [
            CorpusDocument.Of("a", "she sells sea shells by the shore"),
            CorpusDocument.Of("a", "sea"),
        ];
        var nat = Math.Log(tokenizer.VocabularySize);
        var bits = ModelScore.BitsPerByte(
            documents,
            tokenizer,
            8,
            sequences => [.. sequences.Select(ids => nat * (ids.Length - 1))]
        );
        var tokens = documents.Sum(document => tokenizer.Encode(document.Content).Count + 1);
        Assert.Equal(tokens * Math.Log2(tokenizer.VocabularySize) / ModelScore.Bytes(documents), bits, 9);
    }

    [Fact]
    public void Text_that_xz_has_seen_costs_it_next_to_nothing()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/xz"), "the program xz is not installed");
        var text = new byte[20_000];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (byte)Prismatic.Numerics.Pcg32.Hash(1, (ulong)i);
        }

        var alone = XzBaseline.CompressedBytes(text);
        Assert.True(alone >= text.Length);
        Assert.InRange(XzBaseline.CompressedBytes(text, text) - alone, 0, text.Length / 20);
    }
}
