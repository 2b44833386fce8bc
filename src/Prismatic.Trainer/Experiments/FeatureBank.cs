using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;

namespace Prismatic.Trainer.Experiments;

/// <summary>Features of all rows of the bank in every view, made once and kept in the cache folder.</summary>
/// <param name="bank">Rows.</param>
/// <param name="model">The proxy.</param>
/// <param name="cache">Folder of feature files; null to keep nothing.</param>
/// <param name="threads">Threads of extraction.</param>
/// <param name="log">Told what is made and what is read.</param>
internal sealed class FeatureBank(RowBank bank, ProxyModel model, string? cache, int threads, Action<string> log)
{
    private readonly Dictionary<string, Features> _made = [];
    private readonly SessionSettings _settings = new() { Threads = threads };

    /// <summary>Mean loss of each row under the proxy, over all its tokens, in nats a token.</summary>
    public IReadOnlyList<float> ProxyLosses => Get("all tokens").Losses;

    /// <summary>n × d unit rows in the order of the bank.</summary>
    /// <param name="view">A name of <see cref="Views"/>.</param>
    public Matrix Rows(string view) =>
        view switch
        {
            Views.Gradients => Get("response").Rows,
            Views.AllTokens => Get("all tokens").Rows,
            Views.UnitLayers => Get("unit layers").Rows,
            Views.Rank8 => Get("rank 8").Rows,
            Views.Untrained => Get("untrained").Rows,
            Views.Hidden => Get("hidden").Rows,
            Views.NGrams => Get("ngrams").Rows,
            Views.Centred => FeatureTransforms.Centred(Get("all tokens").Rows, Reference("all tokens")),
            Views.CentredResponse => FeatureTransforms.Centred(Get("response").Rows, Reference("response")),
            Views.Whitened => FeatureTransforms.Whitened(
                Get("all tokens").Rows,
                Whitening.Fit(Get("all tokens").Rows, threads: threads),
                threads
            ),
            Views.CentredHidden => FeatureTransforms.Centred(
                Get("hidden").Rows,
                FeatureTransforms.Mean(Get("hidden").Rows)
            ),
            Views.GradientsNGrams => FeatureTransforms.Combined(Rows(Views.Centred), Rows(Views.NGrams), 0.5),
            Views.GradientsHidden => FeatureTransforms.Combined(Rows(Views.Centred), Rows(Views.CentredHidden), 0.5),
            _ => throw new ArgumentException(view, nameof(view)),
        };

    /// <summary>Whether the model comes with a reference mean; else the bank's own mean stands in.</summary>
    public bool HasReference(string kind = "all tokens") => Get(kind).Reference is not null;

    private float[] Reference(string kind) => Get(kind).Reference ?? FeatureTransforms.Mean(Get(kind).Rows);

    private Features Get(string kind)
    {
        lock (_made)
        {
            return _made.TryGetValue(kind, out var known) ? known : _made[kind] = Make(kind);
        }
    }

    private Features Make(string kind)
    {
        log($"features: {kind}");
        return kind switch
        {
            "response" => Gradients(model, new GradientOptions { Mask = LossMask.Response }),
            "all tokens" => Gradients(model, AllTokens),
            "unit layers" => Gradients(model, AllTokens with { UnitLayers = true }),
            "rank 8" => Gradients(model, AllTokens with { Projection = new RandomProjection { Rank = 8 } }),
            "untrained" => Untrained(),
            "hidden" => Hidden(),
            "ngrams" => new Features(
                NGramFeatures.Of([.. bank.Rows.Select(row => row.Text)], null, threads).Rows,
                [],
                null
            ),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };
    }

    private static GradientOptions AllTokens { get; } = new() { Mask = LossMask.AllTokens };

    private Features Gradients(ProxyModel proxy, GradientOptions options)
    {
        using var extractor = new GradientExtractor(proxy, options, _settings);
        return Cached(
            extractor.Fingerprint,
            () =>
            {
                var made = extractor.ExtractAsync(Stream(), bank.Rows.Count).GetAwaiter().GetResult();
                return new Features(made.Space.Rows, [.. made.Losses], extractor.Reference?.Values);
            }
        );
    }

    private Features Hidden()
    {
        using var extractor = new HiddenStateExtractor(model, new GradientOptions(), _settings);
        return Cached(
            extractor.Fingerprint,
            () =>
                new Features(extractor.ExtractAsync(Stream(), bank.Rows.Count).GetAwaiter().GetResult().Rows, [], null)
        );
    }

    /// <summary>Gradients of the embedded network with its first, random weights.</summary>
    private Features Untrained()
    {
        var folder = Directory.CreateTempSubdirectory("prismatic-untrained-").FullName;
        try
        {
            var shape = ProxyShape.Embedded;
            OnnxModel.Save(
                DecoderGraph.Build(shape, DecoderWeights.Random(shape, 3)),
                Path.Combine(folder, "model.onnx")
            );
            const string pieces = "tokenizer.bpe";
            using (var target = File.Create(Path.Combine(folder, pieces)))
            {
                using var source =
                    typeof(ProxyModel).Assembly.GetManifestResourceStream("Prismatic.Gradients.Proxy." + pieces)
                    ?? throw new PrismaticException("this build has no embedded proxy model", ExitCode.Environment);
                source.CopyTo(target);
            }
            // The graph is read when the extractor asks for it, so the folder stays until the features are made.
            return Gradients(ProxyModel.Load(folder), AllTokens);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async IAsyncEnumerable<TextRow> Stream()
    {
        for (var i = 0; i < bank.Rows.Count; i++)
        {
            yield return bank.Rows[i].AsTextRow(i);
        }
        await Task.CompletedTask;
    }

    private Features Cached(string fingerprint, Func<Features> make)
    {
        if (cache is null)
        {
            return make();
        }
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{fingerprint}/{bank.Hash}/v1")))[
            ..24
        ];
        var path = Path.Combine(cache, key + ".features");
        if (File.Exists(path))
        {
            return Features.Read(path);
        }
        var made = make();
        made.Write(path);
        return made;
    }

    /// <summary>One view with what came along.</summary>
    private sealed record Features(Matrix Rows, float[] Losses, float[]? Reference)
    {
        public void Write(string path)
        {
            using (var writer = new BinaryWriter(File.Create(path + ".part")))
            {
                writer.Write(Rows.RowCount);
                writer.Write(Rows.ColumnCount);
                writer.Write(MemoryMarshal.AsBytes(Rows.Rows(0, Rows.RowCount)));
                WriteArray(writer, Losses);
                WriteArray(writer, Reference ?? []);
            }
            File.Move(path + ".part", path, overwrite: true);
        }

        public static Features Read(string path)
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            var rows = new Matrix(reader.ReadInt32(), reader.ReadInt32());
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(rows.Rows(0, rows.RowCount)));
            var losses = ReadArray(reader);
            var reference = ReadArray(reader);
            return new Features(rows, losses, reference.Length == 0 ? null : reference);
        }

        private static void WriteArray(BinaryWriter writer, float[] values)
        {
            writer.Write(values.Length);
            writer.Write(MemoryMarshal.AsBytes<float>(values));
        }

        private static float[] ReadArray(BinaryReader reader)
        {
            var values = new float[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
    }
}
