using System.Text.Json;
using Google.Protobuf;
using Prismatic.Differentiation;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>A decoder with its backward pass and projections as one graph, with what its users need to know.</summary>
/// <param name="Model">The graph. Its weights may lie in files beside the model that it was made from.</param>
/// <param name="Facts">What is known beside it.</param>
internal sealed record CompiledGraph(ModelProto Model, CompiledFacts Facts)
{
    /// <summary>The output that holds each row's blocks.</summary>
    public const string Blocks = "gradient_blocks";

    private const string FactsKey = "prismatic.compiled";

    private static readonly string[] _domains = ["", "ai.onnx", "com.microsoft"];

    /// <summary>Writes the backward pass and the projections into a model's graph.</summary>
    /// <exception cref="PrismaticException">No linear layer, or operators without a gradient rule (all are named).</exception>
    public static CompiledGraph Build(CausalModel model, RandomProjection projection, int vocabularyBlock)
    {
        var layers = LinearLayer.Find(model);
        if (layers.Count == 0)
        {
            throw new PrismaticException("the model has no linear layer whose gradient could be taken");
        }
        var graph = model.Graph.Model;
        var bytes = graph.Graph.Initializer.Sum(w => OnnxModel.ElementCount(w) * sizeof(float));
        var seed = VocabularyBlocks.Append(model, vocabularyBlock) ?? model.HiddenSeed;
        var gradients = BackwardGraph.Append(model.Graph, seed, [.. layers.Select(l => l.Output)]);
        ProjectionGraph.Append(model.Graph, layers, gradients, projection, Blocks);
        GraphNormaliser.RemoveDead(graph.Graph);
        var hash = OnnxModel.StructureHash(graph.Graph);
        model.Graph.WriteShapes();
        return new CompiledGraph(
            graph,
            new CompiledFacts(layers, model.VocabularySize, hash, bytes, IsRewritten: false)
        );
    }

    /// <summary>The token inputs that a batch has to fill, with their types.</summary>
    public IReadOnlyDictionary<string, TensorType> Inputs =>
        Model
            .Graph.Input.Where(i => DecoderForm.TokenInputs.Contains(i.Name))
            .ToDictionary(i => i.Name, i => (TensorType)i.Type.TensorType.ElemType);

    /// <summary>
    /// The graph as it is stored: without the tensors that the source has too; null where it cannot be. Changes <see cref="Model"/>.
    /// </summary>
    public byte[]? Store(IReadOnlyDictionary<string, TensorProto> source)
    {
        if (!BorrowedTensors.Borrow(Model.Graph.Initializer, source))
        {
            return null;
        }
        // Among them is the folder of the weights: a matter of the source.
        Model.MetadataProps.Clear();
        Model.MetadataProps.Add(new StringStringEntryProto { Key = FactsKey, Value = JsonSerializer.Serialize(Facts) });
        return Model.ToByteArray();
    }

    /// <summary>A stored graph with the tensors of its source; null where it is none, or not one of this source.</summary>
    public static CompiledGraph? Restore(byte[] content, ModelProto source)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(content);
            var facts = JsonSerializer.Deserialize<CompiledFacts>(
                model.MetadataProps.Single(p => p.Key == FactsKey).Value
            );
            if (facts is not { Layers.Count: > 0, VocabularySize: > 0, GraphHash.Length: > 0 } || !IsPlain(model))
            {
                return null;
            }
            if (!BorrowedTensors.Return(model.Graph.Initializer, source.Graph.Initializer.ToDictionary(t => t.Name)))
            {
                return null;
            }
            model.MetadataProps.Clear();
            model.MetadataProps.Add(source.MetadataProps);
            return new CompiledGraph(model, facts);
        }
        catch (Exception fault)
            when (fault
                    is InvalidProtocolBufferException
                        or JsonException
                        or InvalidOperationException
                        or ArgumentException
            )
        {
            return null;
        }
    }

    // Nothing but standard nodes between the inputs and outputs that we write: no functions, no graphs within nodes, no
    // tensors in files.
    private static bool IsPlain(ModelProto model)
    {
        string[] fed = [.. DecoderForm.TokenInputs, CausalModel.Positions, CausalModel.Labels, CausalModel.Weights];
        return model.Graph is { } graph
            && model.Functions.Count == 0
            && graph.Input.All(i => fed.Contains(i.Name))
            && graph.Output.Select(o => o.Name).Order().SequenceEqual([Blocks, CausalModel.Loss])
            && graph.Node.All(n => _domains.Contains(n.Domain))
            && graph.Node.SelectMany(n => n.Attribute).All(a => a.G is null && a.Graphs.Count == 0)
            && graph.Node.SelectMany(n => n.Attribute).All(a => a.T is null || !ExternalData.IsExternal(a.T));
    }
}

/// <summary>What is known of a compiled graph beside its nodes.</summary>
/// <param name="Layers">The layers whose gradients are taken, in the order of their blocks.</param>
/// <param name="VocabularySize">Token ids lie in [0, this).</param>
/// <param name="GraphHash">Hash of its nodes as we wrote them.</param>
/// <param name="WeightBytes">The model's weights in 32 bits.</param>
/// <param name="IsRewritten">Whether the runtime's rewrites are done.</param>
internal sealed record CompiledFacts(
    IReadOnlyList<LinearLayer> Layers,
    int VocabularySize,
    string GraphHash,
    long WeightBytes,
    bool IsRewritten
);
