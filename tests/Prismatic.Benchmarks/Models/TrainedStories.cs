using System.Runtime.InteropServices;
using Prismatic.Onnx.Proto;
using Prismatic.Trainer.Model;

namespace Prismatic.Benchmarks.Models;

/// <summary>
/// Reads the weights of llama2.c (version 0: seven sizes, then floats) into a decoder graph. Rotary pairs are neighbours there
/// and halves of a head here, so the columns of queries and keys are put in another order; scores do not change.
/// </summary>
internal static class TrainedStories
{
    private const int Sizes = 7;

    /// <summary>
    /// What the model writes when it always takes the likeliest token ("Once upon a time, there was a little girl named
    /// Lily. ..."), and its mean loss there in nats: by forty lines of NumPy in float64 that read the same file and share
    /// nothing with this class.
    /// </summary>
    public static readonly int[] Story =
    [
        .. "1 403 407 261 378 432 383 286 261 376 298 315 421 395 317 426 338 401 396 267 337 410 408 419 292 411"
            .Split(' ')
            .Select(int.Parse),
    ];

    public const double StoryLoss = 0.1339177011345815;

    public static (ModelProto Model, int Vocabulary) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var sizes = MemoryMarshal.Cast<byte, int>(bytes.AsSpan(0, Sizes * sizeof(int)));
        var shape = new DecoderShape
        {
            Width = sizes[0],
            FeedForwardWidth = sizes[1],
            LayerCount = sizes[2],
            HeadCount = sizes[3],
            KeyValueHeadCount = sizes[4],
            VocabularySize = sizes[5],
        };
        var floats = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(Sizes * sizeof(int))).ToArray();
        var at = 0;
        var weights = new Dictionary<string, float[]> { ["embedding"] = Next(shape.VocabularySize * shape.Width) };
        var keys = shape.KeyValueHeadCount * shape.HeadWidth;
        Vectors("attention.norm");
        Matrices("attention.query", shape.Width, shape.Width, turned: true);
        Matrices("attention.key", shape.Width, keys, turned: true);
        Matrices("attention.value", shape.Width, keys);
        Matrices("attention.output", shape.Width, shape.Width);
        Vectors("feedforward.norm");
        Matrices("feedforward.gate", shape.Width, shape.FeedForwardWidth);
        Matrices("feedforward.down", shape.FeedForwardWidth, shape.Width);
        Matrices("feedforward.up", shape.Width, shape.FeedForwardWidth);
        weights["norm"] = Next(shape.Width);
        return (DecoderGraph.Build(shape, weights), shape.VocabularySize);

        float[] Next(int count) => floats[at..(at += count)];

        void Vectors(string name)
        {
            for (var layer = 0; layer < shape.LayerCount; layer++)
            {
                weights[$"layers.{layer}.{name}"] = Next(shape.Width);
            }
        }

        // Stored by outputs; the graph wants them by inputs.
        void Matrices(string name, int inputs, int outputs, bool turned = false)
        {
            for (var layer = 0; layer < shape.LayerCount; layer++)
            {
                var stored = Next(inputs * outputs);
                var matrix = new float[stored.Length];
                for (var column = 0; column < outputs; column++)
                {
                    var source = turned ? Neighbour(column, shape.HeadWidth) : column;
                    for (var row = 0; row < inputs; row++)
                    {
                        matrix[(row * outputs) + column] = stored[(source * inputs) + row];
                    }
                }
                weights[$"layers.{layer}.{name}"] = matrix;
            }
        }
    }

    private static int Neighbour(int column, int width)
    {
        var (head, place) = (column / width * width, column % width);
        return head + (place < width / 2 ? 2 * place : (2 * (place - (width / 2))) + 1);
    }
}
