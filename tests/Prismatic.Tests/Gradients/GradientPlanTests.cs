using System.Globalization;
using Google.Protobuf;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>Gradient sessions from the cache: the same bits as without, and no trust in what is stored.</summary>
public sealed class GradientPlanTests : IDisposable
{
    private const int Width = 256;
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-plan-").FullName;
    private readonly GraphCache _cache;

    public GradientPlanTests() => _cache = new GraphCache(Path.Combine(_folder, "graphs"));

    public static TheoryData<string> Models => [.. ReferenceFile.ModelNames, "external", "tied"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_second_start_finds_the_graph_and_computes_the_same_bits(string name)
    {
        var path =
            name == "external" ? WriteExternal()
            : name == "tied" ? WriteExternal(tied: true)
            : ReferenceFile.Load(name).ModelPath;
        var plain = Blocks(path, null, cached: false);
        Assert.Contains(plain, v => v != 0);
        Assert.Equal(plain, Blocks(path, _cache, cached: false));
        Assert.True(GraphCache.IsValid(Assert.Single(_cache.List())));
        Assert.Equal(plain, Blocks(path, _cache, cached: true));
    }

    [Fact]
    public void The_embedded_model_has_the_same_vectors_from_the_cache()
    {
        var rows = Enumerable
            .Range(0, 5)
            .Select(i => new TextRow(i, $"What is {i} + 3?", $"{i} + 3 = {i + 3}."))
            .ToList();
        var plain = Vectors(null);
        Assert.Equal(plain, Vectors(_cache));
        Assert.Equal(plain, Vectors(_cache));

        float[] Vectors(GraphCache? cache)
        {
            using var extractor = new GradientExtractor(
                ProxyModel.Embedded(),
                new GradientOptions(),
                new SessionSettings(),
                cache
            );
            var features = extractor
                .ExtractAsync(rows.ToAsyncEnumerable(), rows.Count, null, null, TestContext.Current.CancellationToken)
                .GetAwaiter()
                .GetResult();
            return [.. features.Space.Rows.Values];
        }
    }

    [Fact]
    public void Weights_in_files_are_not_copied()
    {
        var path = WriteExternal();
        Blocks(path, _cache, cached: false);
        Assert.InRange(new FileInfo(Path.Combine(_folder, "weights.bin")).Length, 700_000, long.MaxValue);
        Assert.InRange(Assert.Single(_cache.List()).Bytes, 1, 100_000);
    }

    [Fact]
    public void The_weights_of_the_model_itself_are_used_wherever_it_lies()
    {
        var path = WriteExternal();
        var plain = Blocks(path, _cache, cached: false);
        var moved = Directory.CreateDirectory(Path.Combine(_folder, "moved")).FullName;
        File.Move(path, Path.Combine(moved, "model.onnx"));
        File.Move(Path.Combine(_folder, "weights.bin"), Path.Combine(moved, "weights.bin"));
        Assert.Equal(plain, Blocks(Path.Combine(moved, "model.onnx"), _cache, cached: true));
    }

    [Fact]
    public void Another_model_projection_or_setting_has_a_graph_of_its_own()
    {
        var path = WriteExternal();
        Blocks(path, _cache, cached: false);
        Assert.False(Plan(path, "other").IsCached);
        Assert.False(Plan(path, projection: new RandomProjection { Rank = 4, Seed = 1 }).IsCached);
        Assert.False(Plan(path, projection: new RandomProjection { Rank = 2, Seed = 20260301 }).IsCached);
        Assert.False(Plan(path, settings: new SessionSettings { Prepack = false }).IsCached);
        Assert.False(Plan(path, settings: new SessionSettings { Optimise = false }).IsCached);
        Assert.True(Plan(path, settings: new SessionSettings { Threads = 1 }).IsCached);
    }

    [Fact]
    public void A_damaged_graph_is_built_and_stored_anew()
    {
        var path = WriteExternal();
        var plain = Blocks(path, _cache, cached: false);
        var stored = Assert.Single(_cache.List()).Path;
        var bytes = File.ReadAllBytes(stored);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(stored, bytes);
        Assert.Equal(plain, Blocks(path, _cache, cached: false));
        Assert.Equal(plain, Blocks(path, _cache, cached: true));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_changes_nothing()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var path = WriteExternal();
        var nowhere = new GraphCache(Path.Combine(_folder, "file", "graphs"));
        Assert.Equal(Blocks(path, null, cached: false), Blocks(path, nowhere, cached: false));
    }

    public static TheoryData<string> Forgeries =>
        [
            "no model",
            "no facts",
            "no layers",
            "file",
            "rows beyond the end",
            "unknown weight",
            "function",
            "graph in a node",
            "domain",
            "output",
        ];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_stored_graph_that_is_whole_but_not_ours_is_not_used(string forgery)
    {
        var path = WriteExternal(tied: true);
        var plain = Blocks(path, _cache, cached: false);
        var key = Path.GetFileNameWithoutExtension(Assert.Single(_cache.List()).Path);
        _cache.Write(key, Forge(_cache.Read(key)!, forgery));
        Assert.Equal(plain, Blocks(path, _cache, cached: false));
    }

    [Fact]
    public void A_stored_graph_that_the_runtime_refuses_is_built_anew()
    {
        var path = WriteExternal();
        var plain = Blocks(path, _cache, cached: false);
        var key = Path.GetFileNameWithoutExtension(Assert.Single(_cache.List()).Path);
        _cache.Write(key, Forge(_cache.Read(key)!, "operator"));
        Assert.Equal(plain, Blocks(path, _cache, cached: true));
        Assert.Equal(plain, Blocks(path, _cache, cached: true));
    }

    private static byte[] Forge(byte[] content, string forgery)
    {
        if (forgery == "no model")
        {
            return [1, 2, 3, 4, 5];
        }
        var model = ModelProto.Parser.ParseFrom(content);
        var graph = model.Graph;
        var weight = graph.Initializer.First(t => t.DataLocation == TensorProto.Types.DataLocation.External);
        switch (forgery)
        {
            case "no facts":
                model.MetadataProps.Clear();
                break;
            case "no layers":
                model.MetadataProps[0].Value =
                    """{"Layers":[],"VocabularySize":7,"WeightBytes":1,"IsRewritten":true}""";
                break;
            case "file":
                weight.ExternalData[0].Value = "../../etc/passwd";
                break;
            case "rows beyond the end":
                graph.Initializer.First(t => t.ExternalData.Count == 4).ExternalData[2].Value = "8999";
                break;
            case "unknown weight":
                weight.Name = weight.ExternalData[1].Value = "unheard-of";
                break;
            case "function":
                model.Functions.Add(new FunctionProto { Name = "f" });
                break;
            case "graph in a node":
                graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", G = new GraphProto() });
                break;
            case "domain":
                graph.Node[0].Domain = "somebody.else";
                break;
            case "output":
                graph.Output.RemoveAt(0);
                break;
            default:
                graph.Node[0].OpType = "NoSuchOperator";
                break;
        }
        return model.ToByteArray();
    }

    private GradientPlan Plan(
        string path,
        string identity = "model",
        RandomProjection? projection = null,
        SessionSettings? settings = null
    ) =>
        GradientPlan.Prepare(
            () => OnnxModel.Load(path),
            identity,
            projection ?? TinyDecoder.Projection,
            settings ?? new SessionSettings(),
            _cache
        );

    private static float[] Blocks(string path, GraphCache? cache, bool cached)
    {
        var plan = GradientPlan.Prepare(
            () => OnnxModel.Load(path),
            "model",
            TinyDecoder.Projection,
            new SessionSettings { Threads = 1 },
            cache
        );
        Assert.Equal(cached, plan.IsCached);
        using var session = plan.Load();
        var batch = new TokenBatch(
            [
                [3, 1, 4, 1, 5],
                [2, 6, 5],
            ],
            [new(0, 0, 1, 0.5f), new(0, 2, 1, 0.5f), new(1, 1, 5, 1f)],
            5
        );
        var blocks = new float[batch.RowCount * session.BlockLength];
        var losses = new float[batch.Targets.Count];
        session.Run(batch, blocks, losses);
        return [.. blocks, .. losses];
    }

    // Embedding, one linear layer, tanh, head: the least that is a language model, its large weights in a file.
    // Tied, the head is the embedding, turned, and large enough to be read in blocks of its rows.
    private string WriteExternal(bool tied = false)
    {
        var vocabulary = tied ? 9000 : 500;
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = new GraphProto { Name = "external" },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        var builder = new GraphBuilder(model.Graph);
        builder.Input("input_ids", TensorType.Int64, "batch", "time");
        builder.Initializer("embedding", Values(vocabulary * Width), vocabulary, Width);
        builder.Initializer("w", Values(Width * Width), Width, Width);
        if (!tied)
        {
            builder.Initializer("head", Values(Width * 7), Width, 7);
        }
        var x = builder.Node("Gather", ["embedding", "input_ids"]);
        x = builder.Node("Tanh", [builder.Node("MatMul", [x, "w"])]);
        var head = tied ? builder.Node("Transpose", ["embedding"], GraphBuilder.List("perm", 1, 0)) : "head";
        builder.Named("logits", "MatMul", [x, head]);
        builder.Output("logits");
        using var weights = File.Create(Path.Combine(_folder, "weights.bin"));
        foreach (var tensor in model.Graph.Initializer.Where(t => t.RawData.Length > 1 << 16))
        {
            Put(tensor, "location", "weights.bin");
            Put(tensor, "offset", weights.Position.ToString(CultureInfo.InvariantCulture));
            Put(tensor, "length", tensor.RawData.Length.ToString(CultureInfo.InvariantCulture));
            weights.Write(tensor.RawData.Span);
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ClearRawData();
        }
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;

        static void Put(TensorProto tensor, string key, string value) =>
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });

        static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * 0.7f) / 4)];
    }
}
