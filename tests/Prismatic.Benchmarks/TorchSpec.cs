using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Benchmarks;

/// <summary>Everything <c>torch_rows.py</c> needs to compute the same vectors: sizes, weights, rows, signs and buckets.</summary>
internal static class TorchSpec
{
    public static string Write(ModelFolder model, IReadOnlyList<EncodedRow> rows, GradientOptions options)
    {
        var projection = options.Projection;
        var layers = LinearLayer.Find(CausalModel.Create(OnnxModel.Load(model.Model)));
        var shape = model.Shape;
        var spec = new
        {
            threads = Environment.ProcessorCount,
            shape = new
            {
                vocabulary = shape.VocabularySize,
                width = shape.Width,
                layers = shape.LayerCount,
                heads = shape.HeadCount,
                keyHeads = shape.KeyValueHeadCount,
                inner = shape.FeedForwardWidth,
                rotaryBase = shape.RotaryBase,
            },
            tensors = Tensors(model),
            rows = rows.Select(row => new { ids = row.Ids, firstTarget = row.FirstTarget }),
            rank = projection.Rank,
            dimension = projection.Dimension,
            signs = Path.Combine(model.Folder, "signs.bin"),
            projected = Signs(model, layers, projection),
            buckets = Path.Combine(model.Folder, "buckets.bin"),
            bucketSigns = Path.Combine(model.Folder, "bucket-signs.bin"),
        };
        Buckets(spec.buckets, spec.bucketSigns, layers.Count * projection.Rank * projection.Rank, projection);
        var path = Path.Combine(model.Folder, "torch.json");
        File.WriteAllText(path, JsonSerializer.Serialize(spec));
        return path;
    }

    private static List<object> Tensors(ModelFolder model)
    {
        var graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(model.Model)).Graph;
        var tensors = new List<object>();
        var names = model.Shape.Weights().Select(w => w.Name).ToHashSet();
        var small = Path.Combine(model.Folder, "small.bin");
        using var values = File.Create(small);
        foreach (var tensor in graph.Initializer.Where(t => names.Contains(t.Name)))
        {
            var external = tensor.ExternalData.FirstOrDefault(e => e.Key == "offset")?.Value;
            var at = external is null ? values.Position : long.Parse(external, CultureInfo.InvariantCulture);
            var file = external is null ? small : Path.Combine(model.Folder, "weights.bin");
            tensors.Add(
                new
                {
                    name = tensor.Name,
                    dims = tensor.Dims,
                    file,
                    at,
                }
            );
            values.Write(tensor.RawData.Span);
        }
        return tensors;
    }

    // As ProjectionGraph draws them: a stream for each distinct input, one for each output.
    private static List<object> Signs(ModelFolder model, IReadOnlyList<LinearLayer> layers, RandomProjection projection)
    {
        using var file = File.Create(Path.Combine(model.Folder, "signs.bin"));
        var inputs = new Dictionary<string, long>();
        var projected = new List<object>();
        for (var i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            if (!inputs.TryGetValue(layer.Input, out var inputAt))
            {
                inputAt = Put(projection.Signs(layer.InputSize, 2 * inputs.Count));
                inputs[layer.Input] = inputAt;
            }
            projected.Add(
                new
                {
                    weight = layer.Name,
                    inputs = layer.InputSize,
                    outputs = layer.OutputSize,
                    inputAt,
                    outputAt = Put(projection.Signs(layer.OutputSize, (2 * i) + 1)),
                }
            );
        }
        return projected;

        long Put(float[] signs)
        {
            var at = file.Position;
            file.Write(MemoryMarshal.AsBytes<sbyte>(Array.ConvertAll(signs, s => (sbyte)s)));
            return at;
        }
    }

    // As SparseProjection draws them.
    private static void Buckets(string bucketFile, string signFile, int length, RandomProjection projection)
    {
        var key = Pcg32.Hash(projection.Seed, ulong.MaxValue / 2);
        var (buckets, signs) = (new int[length], new float[length]);
        for (var j = 0; j < length; j++)
        {
            var hash = Pcg32.Hash(key, (ulong)j);
            buckets[j] = (int)((hash >> 1) % (ulong)projection.Dimension);
            signs[j] = (hash & 1) == 0 ? 1 : -1;
        }
        File.WriteAllBytes(bucketFile, MemoryMarshal.AsBytes<int>(buckets).ToArray());
        File.WriteAllBytes(signFile, MemoryMarshal.AsBytes<float>(signs).ToArray());
    }
}
