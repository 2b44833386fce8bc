using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Prismatic.Gradients;
using Prismatic.Onnx.Proto;
using Prismatic.Trainer.Model;

namespace Prismatic.Benchmarks;

/// <summary>A decoder with random weights as people publish one: its weights in a file beside it, and a tokenizer.</summary>
internal sealed class ModelFolder : IDisposable
{
    private const int Page = 4096;

    public ModelFolder(string name, DecoderShape shape)
    {
        (Name, Shape) = (name, shape);
        Folder = Directory.CreateTempSubdirectory("prismatic-benchmark-").FullName;
        var model = DecoderGraph.Build(shape, DecoderWeights.Random(shape, 1));
        using var weights = File.Create(Path.Combine(Folder, "weights.bin"));
        foreach (var tensor in model.Graph.Initializer.Where(t => t.RawData.Length >= Page))
        {
            weights.Position = (weights.Length + Page - 1) / Page * Page;
            Put(tensor, "location", "weights.bin");
            Put(tensor, "offset", weights.Position.ToString(CultureInfo.InvariantCulture));
            Put(tensor, "length", tensor.RawData.Length.ToString(CultureInfo.InvariantCulture));
            weights.Write(tensor.RawData.Span);
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ClearRawData();
        }
        File.WriteAllBytes(Model, model.ToByteArray());
        using var tokenizer = typeof(ProxyModel).Assembly.GetManifestResourceStream(
            "Prismatic.Gradients.Proxy.tokenizer.bpe"
        )!;
        using var copy = File.Create(Path.Combine(Folder, "tokenizer.bpe"));
        tokenizer.CopyTo(copy);
    }

    public string Name { get; }

    public DecoderShape Shape { get; }

    public string Folder { get; }

    public string Model => Path.Combine(Folder, "model.onnx");

    /// <summary>Measures in a new process of this program; see <see cref="GradientRow"/>.</summary>
    public Dictionary<string, double> Measure(params string[] arguments) =>
        OwnProcess.Run<Dictionary<string, double>>([
            "gradients",
            "row",
            Model,
            $"{Shape.VocabularySize}",
            $"{Shape.WeightCount}",
            .. arguments,
        ]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Put(TensorProto tensor, string key, string value) =>
        tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
}
