using Prismatic.Encoders;

namespace Prismatic.Tests.Encoders;

/// <summary>Probabilities of labels of two texts.</summary>
public sealed class PairClassifierTests
{
    private static readonly (string A, string B)[] Pairs =
    [
        ("the old boat", "the boat"),
        ("the boat", "the old boat"),
        ("", ""),
        ("red", ""),
        ("the cat sat on the old boat under the river!", "dog"),
        ("the old boat", "the boat"),
    ];

    [Theory]
    [InlineData(1, null, 0)]
    [InlineData(2, null, 1)]
    [InlineData(2, "label_0", 0)]
    [InlineData(3, "LABEL_2", 2)]
    public async Task Probabilities_are_those_of_a_plain_computation(int labels, string? asked, int meant)
    {
        using var folder = new EncoderFolder(new TinyShape { Tokens = null, Labels = labels });
        using var classifier = PairClassifier.Load(folder.Path, new PairOptions { Label = asked });
        Assert.Equal($"LABEL_{meant}", classifier.Label);
        var found = await classifier.ProbabilitiesAsync(Pairs, null, TestContext.Current.CancellationToken);
        for (var i = 0; i < Pairs.Length; i++)
        {
            Assert.Equal(Expected(folder, Pairs[i], meant, int.MaxValue), found[i], 1e-5);
        }
        Assert.Equal(found[0], found[5]);
        Assert.NotEqual(found[0], found[1]);
    }

    [Theory]
    [InlineData("{\"0\":\"contradiction\",\"1\":\"ENTAILMENT\",\"2\":\"neutral\"}", "ENTAILMENT")]
    [InlineData("{\"0\":\"entailment\",\"1\":\"not_entailment\",\"2\":\"other\"}", "entailment")]
    public void The_label_that_says_that_texts_agree_is_found(string names, string label)
    {
        using var folder = new EncoderFolder(new TinyShape { Tokens = null, Labels = 3 });
        folder.Write("config.json", $"{{\"id2label\":{names}}}");
        using var classifier = PairClassifier.Load(folder.Path);
        Assert.Equal(label, classifier.Label);
    }

    [Fact]
    public void Where_it_is_not_clear_which_label_counts_they_are_listed()
    {
        using var folder = new EncoderFolder(new TinyShape { Tokens = null, Labels = 3 });
        foreach (var label in new[] { null, "entailment" })
        {
            var fault = Assert.Throws<PrismaticException>(() =>
                PairClassifier.Load(folder.Path, new PairOptions { Label = label }).Dispose()
            );
            Assert.Contains("LABEL_0, LABEL_1, LABEL_2; name the one", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_encoder_is_no_classifier()
    {
        using var folder = new EncoderFolder();
        var fault = Assert.Throws<PrismaticException>(() => PairClassifier.Load(folder.Path).Dispose());
        Assert.Contains("is no classifier of texts", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pair_has_the_same_bits_beside_any_others_and_each_text_is_cut_where_asked()
    {
        using var folder = new EncoderFolder(new TinyShape { Tokens = null, Labels = 2 });
        using var classifier = PairClassifier.Load(folder.Path, new PairOptions { MaxTokensOfEach = 3 });
        var token = TestContext.Current.CancellationToken;
        var all = await classifier.ProbabilitiesAsync(Pairs, null, token);
        for (var i = 0; i < Pairs.Length; i++)
        {
            Assert.Equal(all[i], (await classifier.ProbabilitiesAsync([Pairs[i]], null, token))[0]);
            Assert.Equal(Expected(folder, Pairs[i], 1, 3), all[i], 1e-5);
        }
        using var narrow = PairClassifier.Load(folder.Path, new PairOptions { MaxTokens = 5 });
        await narrow.ProbabilitiesAsync(Pairs, null, token);
        Assert.NotEqual(classifier.Fingerprint, narrow.Fingerprint);
    }

    private static double Expected(EncoderFolder folder, (string A, string B) pair, int label, int mostOfEach)
    {
        var tokenizer = folder.Tokens.Tokenizer;
        var (a, b) = (tokenizer.Encode(pair.A).Take(mostOfEach), tokenizer.Encode(pair.B).Take(mostOfEach));
        var (first, separator) = (tokenizer.IdOf("[CLS]")!.Value, tokenizer.IdOf("[SEP]")!.Value);
        int[] ids = [first, .. a, separator, .. b, separator];
        int[] types = [.. Enumerable.Repeat(0, a.Count() + 2), .. Enumerable.Repeat(1, b.Count() + 1)];
        var logits = folder.Bert.Logits(ids, types);
        return logits.Length == 1 ? 1 / (1 + Math.Exp(-logits[0])) : Math.Exp(logits[label]) / logits.Sum(Math.Exp);
    }
}
