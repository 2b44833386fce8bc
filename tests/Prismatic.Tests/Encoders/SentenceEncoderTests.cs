using System.Runtime.InteropServices;
using Prismatic.Data;
using Prismatic.Encoders;
using Prismatic.Onnx;
using Prismatic.Store;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Encoders;

/// <summary>Vectors of texts: right by plain loops in double, and the same whatever stands beside a text.</summary>
public sealed class SentenceEncoderTests
{
    private const string MeanConfig = "{\"pooling_mode_cls_token\":false,\"pooling_mode_mean_tokens\":true}";
    private const string ClsConfig = "{\"pooling_mode_cls_token\":true,\"pooling_mode_mean_tokens\":false}";

    [Theory]
    [InlineData(Pooling.Mean, null, Pooling.Mean)]
    [InlineData(Pooling.Cls, MeanConfig, Pooling.Cls)]
    [InlineData(Pooling.Last, null, Pooling.Last)]
    [InlineData(Pooling.Auto, null, Pooling.Mean)]
    [InlineData(Pooling.Auto, MeanConfig, Pooling.Mean)]
    [InlineData(Pooling.Auto, ClsConfig, Pooling.Cls)]
    [InlineData(Pooling.Auto, "{\"pooling_mode_lasttoken\":true}", Pooling.Last)]
    [InlineData(Pooling.Auto, "{\"pooling_mode\":\"cls\"}", Pooling.Cls)]
    public async Task Vectors_are_those_of_a_plain_computation(Pooling asked, string? config, Pooling meant)
    {
        using var folder = new EncoderFolder();
        if (config is not null)
        {
            folder.Write("1_Pooling/config.json", config);
        }
        using var encoder = SentenceEncoder.Load(folder.Path, new EncoderOptions { Pooling = asked });
        var encoded = await encoder.EncodeAsync(EncoderFolder.Texts, null, TestContext.Current.CancellationToken);
        for (var i = 0; i < EncoderFolder.Texts.Count; i++)
        {
            var expected = Expected(folder, EncoderFolder.Texts[i], meant);
            var found = encoded.Rows[i].ToArray();
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Theory]
    [InlineData("bytes joined in pairs")]
    [InlineData("bpe-bytes.model")]
    [InlineData("unigram-bytes.model")]
    public async Task Vectors_are_those_of_a_plain_computation_whatever_cuts_words(string tokenizer)
    {
        using var folder = tokenizer.EndsWith(".model", StringComparison.Ordinal)
            ? EncoderFolder.WithSentencePieces(
                File.ReadAllBytes(TestFiles.PathOf(Path.Combine("tokenizers", "sentencepiece", tokenizer)))
            )
            : EncoderFolder.WithBytePairs();
        using var encoder = SentenceEncoder.Load(folder.Path);
        string[] texts = [.. EncoderFolder.Texts.Where(text => text.Length > 0)];
        var encoded = await encoder.EncodeAsync(texts, null, TestContext.Current.CancellationToken);
        // Different ids, or the vectors would be alike whatever was read.
        Assert.True(
            texts.Select(text => string.Join(' ', folder.Tokens.Tokenizer.Encode(text))).Distinct().Count() > 30
        );
        for (var i = 0; i < texts.Length; i++)
        {
            var expected = Expected(folder, texts[i], Pooling.Mean);
            Assert.All(expected.Zip(encoded.Rows[i].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Theory]
    [InlineData(false, true, TensorType.Int64)]
    [InlineData(false, false, TensorType.Int32)]
    [InlineData(true, true, TensorType.Int32)]
    public async Task Inputs_that_a_graph_lacks_or_has_are_minded(bool types, bool positions, TensorType ids)
    {
        using var folder = new EncoderFolder(
            new TinyShape
            {
                HasTypes = types,
                HasPositions = positions,
                Ids = ids,
            }
        );
        using var encoder = SentenceEncoder.Load(folder.Path);
        var encoded = await encoder.EncodeAsync(["the old boat", "a"], null, TestContext.Current.CancellationToken);
        var expected = Expected(folder, "the old boat", Pooling.Mean);
        Assert.All(expected.Zip(encoded.Rows[0].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public async Task A_text_has_the_same_bits_beside_any_others_and_on_any_threads()
    {
        using var folder = new EncoderFolder();
        var texts = EncoderFolder.Texts;
        var token = TestContext.Current.CancellationToken;
        var all = await Bits(folder, 1, texts, token);
        Assert.Equal(all, await Bits(folder, 2, texts, token));
        var reversed = await Bits(folder, 1, [.. texts.Reverse()], token);
        Assert.Equal(all, reversed.Reverse());
        for (var i = 0; i < texts.Count; i += 3)
        {
            Assert.Equal(all[i], (await Bits(folder, 1, [texts[i]], token))[0]);
        }
    }

    [Fact]
    public async Task Rows_of_a_data_set_are_the_same_computed_or_kept()
    {
        using var folder = new EncoderFolder();
        using var encoder = SentenceEncoder.Load(folder.Path);
        var token = TestContext.Current.CancellationToken;
        TextRow[] rows =
        [
            .. EncoderFolder
                .Texts.Where(t => t.Length > 0)
                .Select((text, i) => new TextRow(i * 2, i % 3 == 0 ? "one" : "", text)),
            new TextRow(900, "", "the boat"),
        ];
        var root = folder.Path + "-store";
        try
        {
            var computed = await encoder.ExtractAsync(rows.ToAsyncEnumerable(), rows.Length, cancellation: token);
            await using (var store = await VectorStore.OpenAsync(root, encoder.Manifest, token))
            {
                await encoder.ExtractAsync(rows.Take(20).ToAsyncEnumerable(), 20, null, store, token);
                await store.CompleteAsync(token);
            }
            await using var again = await VectorStore.OpenAsync(root, encoder.Manifest, token);
            var kept = await encoder.ExtractAsync(rows.ToAsyncEnumerable(), rows.Length, null, again, token);
            Assert.True(again.Found >= 20);
            Assert.Equal(rows.Select(row => row.Index), kept.RowIndices);
            var memory = await encoder.EncodeAsync([.. rows.Select(row => row.FullText)], null, token);
            for (var i = 0; i < rows.Length; i++)
            {
                Assert.Equal(computed.Rows[i].ToArray(), kept.Rows[i].ToArray());
                // The grid's step is 1/32768.
                Assert.All(
                    memory.Rows[i].ToArray().Zip(kept.Rows[i].ToArray()),
                    pair => Assert.Equal(pair.First, pair.Second, 1.6e-5f)
                );
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task A_graph_with_one_vector_a_text_is_taken_at_its_word()
    {
        using var folder = new EncoderFolder(new TinyShape { Text = "sentence_embedding" });
        folder.Write("1_Pooling/config.json", MeanConfig);
        folder.Write("modules.json", "[{\"type\":\"sentence_transformers.models.Dense\",\"path\":\"2_Dense\"}]");
        using var encoder = SentenceEncoder.Load(folder.Path);
        Assert.Equal("sentence_embedding", encoder.Pooling);
        var encoded = await encoder.EncodeAsync(["the boat ran"], null, TestContext.Current.CancellationToken);
        var expected = Expected(folder, "the boat ran", Pooling.Cls);
        Assert.All(expected.Zip(encoded.Rows[0].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData("sentence_bert_config.json", "{\"max_seq_length\":6}", 6)]
    [InlineData("tokenizer_config.json", "{\"model_max_length\":1000000000000000019884624838656}", 512)]
    [InlineData("tokenizer_config.json", "{\"model_max_length\":7}", 7)]
    [InlineData("config.json", "{\"max_position_embeddings\":64}", 64)]
    [InlineData("config.json", "{\"max_position_embeddings\":66,\"model_type\":\"roberta\",\"pad_token_id\":1}", 64)]
    public async Task A_text_is_cut_at_the_models_limit(string file, string content, int limit)
    {
        using var folder = new EncoderFolder(new TinyShape { Positions = 600 });
        folder.Write(file, content);
        using var encoder = SentenceEncoder.Load(folder.Path);
        Assert.Equal(limit, encoder.MaxTokens);
        var longText = string.Join(' ', Enumerable.Repeat("boat", 700));
        var encoded = await encoder.EncodeAsync([longText, "boat"], null, TestContext.Current.CancellationToken);
        Assert.Equal((1, limit + 3L), (encoded.TruncatedCount, encoded.TokenCount));
        var expected = Expected(folder, string.Join(' ', Enumerable.Repeat("boat", limit - 2)), Pooling.Mean);
        Assert.All(expected.Zip(encoded.Rows[0].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public async Task Ten_megabytes_are_cut_before_they_are_read()
    {
        using var folder = new EncoderFolder();
        using var encoder = SentenceEncoder.Load(folder.Path, new EncoderOptions { MaxTokens = 20 });
        string[] texts =
        [
            string.Concat(Enumerable.Repeat("the old boat ", 800_000)),
            new string('a', 10_000_000),
            new string(' ', 10_000_000) + "boat",
            string.Join(' ', Enumerable.Repeat("the old boat", 6)),
        ];
        var encoded = await encoder.EncodeAsync(texts, null, TestContext.Current.CancellationToken);
        Assert.Equal(encoded.Rows[3].ToArray(), encoded.Rows[0].ToArray());
        var boat = await encoder.EncodeAsync(["boat", "zzzz"], null, TestContext.Current.CancellationToken);
        Assert.Equal(boat.Rows[0].ToArray(), encoded.Rows[2].ToArray());
        Assert.Equal(boat.Rows[1].ToArray(), encoded.Rows[1].ToArray());
    }

    [Fact]
    public void Another_graph_pooling_or_limit_is_another_fingerprint()
    {
        using var folder = new EncoderFolder();
        using var other = new EncoderFolder(seed: 2);
        string[] prints =
        [
            Print(folder, new EncoderOptions()),
            Print(folder, new EncoderOptions { Pooling = Pooling.Cls }),
            Print(folder, new EncoderOptions { MaxTokens = 30 }),
            Print(other, new EncoderOptions()),
        ];
        Assert.Equal(4, prints.Distinct().Count());
        Assert.Equal(prints[0], Print(folder, new EncoderOptions { Pooling = Pooling.Mean, MaxTokens = 512 }));

        static string Print(EncoderFolder folder, EncoderOptions options)
        {
            using var encoder = SentenceEncoder.Load(folder.Path, options);
            return encoder.Fingerprint;
        }
    }

    [Fact]
    public void What_is_no_encoder_is_told_in_one_line()
    {
        Refused(new TinyShape { Tokens = null, Labels = 3 }, "no sentence encoder: its outputs are logits of 2 axes");
        Refused(new TinyShape { Tokens = "logits" }, "no sentence encoder: its outputs are logits of 3 axes");
        Refused(
            new TinyShape(),
            "the module Dense",
            ("modules.json", "[{\"type\":\"x.Transformer\"},{\"type\":\"x.Dense\"}]")
        );
        Refused(
            new TinyShape(),
            "the pooling max_tokens",
            ("1_Pooling/config.json", "{\"pooling_mode_max_tokens\":true}")
        );
        Refused(
            new TinyShape(),
            "mean_tokens + max_tokens",
            ("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\":true,\"pooling_mode_max_tokens\":true}")
        );
        Refused(new TinyShape(), "1_Pooling/config.json", ("1_Pooling/config.json", "{"));
        Refused(new TinyShape(), "is not an ONNX model", ("model.onnx", "no"));
        Refused(
            new TinyShape(),
            "the model WordLevel",
            ("tokenizer.json", "{\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0}}}")
        );
        Refused(new TinyShape(), "2 tokens around a text", ("sentence_bert_config.json", "{\"max_seq_length\":2}"));
    }

    [Fact]
    public async Task A_tokenizer_of_another_model_is_told()
    {
        using var folder = new EncoderFolder();
        folder.Write("config.json", "{\"vocab_size\":10}");
        using var encoder = SentenceEncoder.Load(folder.Path);
        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            encoder.EncodeAsync(["green"], null, TestContext.Current.CancellationToken)
        );
        Assert.Contains("do not belong together", fault.Message, StringComparison.Ordinal);
    }

    private static void Refused(TinyShape shape, string part, params (string Name, string Content)[] files)
    {
        using var folder = new EncoderFolder(shape);
        foreach (var (name, content) in files)
        {
            folder.Write(name, content);
        }
        var fault = Assert.Throws<PrismaticException>(() => SentenceEncoder.Load(folder.Path).Dispose());
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static double[] Expected(EncoderFolder folder, string text, Pooling pooling)
    {
        var framed = folder.Tokens.Frame.One(folder.Tokens.Tokenizer.Encode(text), 1000);
        var states = folder.Bert.States(framed.Ids, framed.Types);
        double[] vector = pooling switch
        {
            Pooling.Cls => states[0],
            Pooling.Last => states[^1],
            _ => [.. Enumerable.Range(0, states[0].Length).Select(j => states.Average(state => state[j]))],
        };
        var norm = Math.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / norm)];
    }

    private static async Task<byte[][]> Bits(
        EncoderFolder folder,
        int threads,
        IReadOnlyList<string> texts,
        CancellationToken cancellation
    )
    {
        using var encoder = SentenceEncoder.Load(folder.Path, null, new SessionSettings { Threads = threads });
        var encoded = await encoder.EncodeAsync(texts, null, cancellation);
        return
        [
            .. Enumerable
                .Range(0, texts.Count)
                .Select(i => MemoryMarshal.AsBytes<float>(encoded.Rows[i].ToArray()).ToArray()),
        ];
    }
}
