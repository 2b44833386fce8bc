using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Gradients;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Onnx;

/// <summary>Weights that are too large to be read into the graph.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private const int Width = 256;
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-external-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Large_weights_stay_in_their_file_and_small_ones_are_read()
    {
        var model = OnnxModel.Load(Write(vocabulary: 500));
        Assert.Equal([Path.Combine(_folder, "weights.bin")], ExternalData.Files(model));
        Assert.Equal(["embedding", "w"], model.Graph.Initializer.Where(ExternalData.IsExternal).Select(t => t.Name));
        Assert.InRange(model.CalculateSize(), 0, 100_000);
    }

    [Fact]
    public void Gradients_with_weights_in_a_file_are_those_with_weights_in_the_graph()
    {
        var outside = OnnxModel.Load(Write(vocabulary: 500));
        var inside = outside.Clone();
        foreach (var tensor in inside.Graph.Initializer.Where(ExternalData.IsExternal))
        {
            tensor.RawData = ExternalData.Read(inside, tensor);
            tensor.ClearDataLocation();
            tensor.ExternalData.Clear();
        }
        Assert.Equal(Blocks(inside), Blocks(outside));
    }

    [Fact]
    public void A_model_beyond_2_GB_is_read_and_differentiated()
    {
        // Only the first rows of the embedding are looked up; the rest is a hole in the file and costs no disk.
        var path = Write(vocabulary: 2_300_000);
        Assert.InRange(new FileInfo(Path.Combine(_folder, "weights.bin")).Length, (1L << 31) + 1, long.MaxValue);
        Assert.Equal(Blocks(OnnxModel.Load(Write(vocabulary: 500))), Blocks(OnnxModel.Load(path)));
    }

    [Fact]
    public void Models_that_differ_in_a_file_of_weights_have_different_fingerprints()
    {
        var tokenizer = Path.Combine(TestFiles.Root, "src", "Prismatic", "Gradients", "Proxy", "tokenizer.bpe");
        File.Copy(tokenizer, Path.Combine(_folder, "tokenizer.bpe"));
        Write(vocabulary: 500);
        var first = ProxyModel.Load(_folder).Fingerprint;
        Assert.Equal(first, ProxyModel.Load(_folder).Fingerprint);
        using (var weights = File.OpenWrite(Path.Combine(_folder, "weights.bin")))
        {
            weights.Position = 1000;
            weights.WriteByte(77);
        }
        Assert.NotEqual(first, ProxyModel.Load(_folder).Fingerprint);
    }

    [Fact]
    public void Weights_behind_a_link_into_a_folder_of_blobs_are_used()
    {
        var plain = Blocks(OnnxModel.Load(Write(vocabulary: 500)));
        var blobs = Directory.CreateDirectory(Path.Combine(_folder, "blobs")).FullName;
        var snapshot = Directory.CreateDirectory(Path.Combine(_folder, "snapshots", "1")).FullName;
        File.Move(Path.Combine(_folder, "weights.bin"), Path.Combine(blobs, "0badc0de"));
        File.Move(Path.Combine(_folder, "model.onnx"), Path.Combine(snapshot, "model.onnx"));
        File.CreateSymbolicLink(Path.Combine(snapshot, "weights.bin"), "../../blobs/0badc0de");
        Assert.Equal(plain, Blocks(OnnxModel.Load(Path.Combine(snapshot, "model.onnx"))));
    }

    [Fact]
    public void Weights_behind_a_link_to_anywhere_else_are_refused()
    {
        var path = Write(vocabulary: 500);
        var other = Directory.CreateTempSubdirectory("prismatic-elsewhere-").FullName;
        File.Move(Path.Combine(_folder, "weights.bin"), Path.Combine(other, "secret"));
        File.CreateSymbolicLink(Path.Combine(_folder, "weights.bin"), Path.Combine(other, "secret"));
        var fault = Assert.Throws<PrismaticException>(() => OnnxModel.Load(path));
        Assert.Contains("outside the model's folder", fault.Message, StringComparison.Ordinal);
        Directory.Delete(other, recursive: true);
    }

    [Fact]
    public void A_folder_that_a_model_claims_for_itself_is_not_believed()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Write(vocabulary: 500)));
        model.MetadataProps.Add(new StringStringEntryProto { Key = "prismatic.weights", Value = "/etc" });
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        Assert.Equal(_folder, ExternalData.FolderOf(OnnxModel.Load(path)));
    }

    [Fact]
    public void A_weight_whose_length_is_not_its_shape_is_refused()
    {
        var path = Write(vocabulary: 500);
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        model.Graph.Initializer.Single(t => t.Name == "w").Dims[0]++;
        File.WriteAllBytes(path, model.ToByteArray());
        var fault = Assert.Throws<PrismaticException>(() => OnnxModel.Load(path));
        Assert.Contains("'w'", fault.Message, StringComparison.Ordinal);
    }

    private static float[] Blocks(ModelProto model)
    {
        using var session = GradientSession.Compile(CausalModel.Create(model), TinyDecoder.Projection);
        var batch = new TokenBatch(
            [
                [3, 1, 4, 1],
            ],
            [new(0, 0, 1, 0.5f), new(0, 2, 1, 0.5f)],
            4
        );
        var blocks = new float[session.BlockLength];
        session.Run(batch, blocks, new float[2]);
        Assert.Contains(blocks, v => v != 0);
        return blocks;
    }

    // Embedding, one linear layer, tanh, head: the least that is a language model.
    private string Write(int vocabulary)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = new GraphProto { Name = "large" },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        var builder = new GraphBuilder(model.Graph);
        builder.Input("input_ids", TensorType.Int64, "batch", "time");
        builder.Initializer("head", Values(Width * 7), Width, 7);
        var x = builder.Node("Gather", ["embedding", "input_ids"]);
        builder.Named("logits", "MatMul", [builder.Node("Tanh", [builder.Node("MatMul", [x, "w"])]), "head"]);
        builder.Output("logits");
        using var file = File.Create(Path.Combine(_folder, "weights.bin"));
        Add(model, file, "embedding", vocabulary, Values(100 * Width));
        Add(model, file, "w", Width, Values(Width * Width));
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }

    private static void Add(ModelProto model, FileStream file, string name, long rows, float[] first)
    {
        var (offset, length) = (file.Position, rows * Width * sizeof(float));
        file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(first));
        file.SetLength(Math.Max(file.Length, offset + length));
        file.Position = offset + length;
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorType.Float,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        tensor.Dims.Add([rows, Width]);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{offset}" });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{length}" });
        model.Graph.Initializer.Add(tensor);
    }

    private static float[] Values(int count) =>
        [.. Enumerable.Range(0, count).Select(i => MathF.Sin((i * 0.37f) + (i % 11)) / 8)];
}
