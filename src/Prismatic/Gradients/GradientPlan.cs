using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Gradients;

/// <summary>A gradient session about to be loaded: from a graph in the cache, or from a model that is still to be compiled.</summary>
/// <remarks>
/// Stored is the graph after the runtime's rewrites where it is small, else before them. Either way the session computes the
/// same bits as one compiled anew.
/// </remarks>
internal sealed class GradientPlan
{
    // Rewriting folds constants: the weights of a model in 16 bits become 32 bits wide. Beyond this the graph is stored as it
    // was before.
    private const int LargestRewritten = 64 << 20;

    private readonly Func<ModelProto> _read;
    private readonly RandomProjection _projection;
    private readonly SessionSettings _settings;
    private readonly GraphCache? _cache;
    private readonly string _key;
    private readonly CompiledGraph? _known;
    private Dictionary<string, TensorProto> _source = [];
    private CausalModel? _model;

    private GradientPlan(
        Func<ModelProto> read,
        string identity,
        RandomProjection projection,
        SessionSettings settings,
        GraphCache? cache
    )
    {
        (_read, _projection, _settings, _cache) = (read, projection, settings, cache);
        _key = cache is null ? "" : Key(identity, projection, settings);
        if (cache?.Read(_key) is { } content)
        {
            _known = CompiledGraph.Restore(content, read());
        }
        if (_known is null)
        {
            _model = Model();
        }
    }

    /// <summary>Finds the graph, or reads and probes the model.</summary>
    /// <param name="read">Reads the model; a fresh one at every call.</param>
    /// <param name="identity">Hash of the model's bytes, those of its weights in other files included.</param>
    /// <param name="projection">Signs and rank.</param>
    /// <param name="settings">Where it will run.</param>
    /// <param name="cache">Null for none.</param>
    /// <exception cref="PrismaticException">Not a causal language model, or one this tool cannot run.</exception>
    public static GradientPlan Prepare(
        Func<ModelProto> read,
        string identity,
        RandomProjection projection,
        SessionSettings settings,
        GraphCache? cache
    ) => new(read, identity, projection, settings, settings.Optimise ? cache : null);

    /// <summary>Token ids lie in [0, this).</summary>
    public int VocabularySize => _known?.Facts.VocabularySize ?? _model!.VocabularySize;

    /// <summary>Whether the cache had the graph.</summary>
    public bool IsCached => _known is not null;

    /// <summary>Loads the session; a graph that was compiled is stored. Once.</summary>
    /// <exception cref="PrismaticException">The model cannot be differentiated, or not loaded here.</exception>
    public GradientSession Load()
    {
        if (_known is not null)
        {
            try
            {
                return GradientSession.Load(_known, _projection.Rank, _settings);
            }
            catch (PrismaticException fault) when (fault is not DeviceException)
            {
                _cache!.Forget(_key);
            }
        }
        var graph = CompiledGraph.Build(_model ?? Model(), _projection, VocabularyBlocks.Columns);
        _model = null;
        return _cache?.Stage(_key) is { } beside
            ? LoadAndStore(graph, _cache, beside)
            : GradientSession.Load(graph, _projection.Rank, _settings);
    }

    private GradientSession LoadAndStore(CompiledGraph graph, GraphCache cache, string beside)
    {
        try
        {
            var session = Load(graph, beside);
            if ((Rewritten(graph, beside) ?? graph.Store(_source)) is { } content)
            {
                cache.Write(_key, content);
            }
            return session;
        }
        finally
        {
            GraphCache.Remove(beside);
        }
    }

    private GradientSession Load(CompiledGraph graph, string beside)
    {
        // On other devices the rewrites are the provider's own matter.
        if (_settings.Device.IsCpu)
        {
            try
            {
                return GradientSession.Load(graph, _projection.Rank, _settings with { RewrittenPath = beside });
            }
            catch (PrismaticException)
            {
                // The disk may be full: then the graph loads without being written.
                GraphCache.Remove(beside);
            }
        }
        return GradientSession.Load(graph, _projection.Rank, _settings);
    }

    private byte[]? Rewritten(CompiledGraph graph, string beside)
    {
        try
        {
            if (new FileInfo(beside) is not { Exists: true, Length: > 0 and <= GraphCache.LargestFile })
            {
                return null;
            }
            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(beside));
            NodeOrder.Restore(model.Graph, graph.Model.Graph);
            var facts = graph.Facts with { IsRewritten = true };
            var content = new CompiledGraph(model, facts).Store(_source);
            return content is { Length: <= LargestRewritten } ? content : null;
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private CausalModel Model()
    {
        var model = _read();
        if (_cache is not null)
        {
            // Compiling changes tensors in place; what the source had is told by copies, which share their bytes.
            _source = model.Graph.Initializer.ToDictionary(t => t.Name, t => t.Clone());
        }
        return CausalModel.Create(model);
    }

    // The module's own version changes with every change of the code that writes graphs; the runtime's kernels and layouts
    // depend on the processor.
    private static string Key(string identity, RandomProjection projection, SessionSettings settings) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        (string[])
                            [
                                $"{typeof(GradientPlan).Module.ModuleVersionId}",
                                identity,
                                projection.Fingerprint,
                                .. Arithmetic
                                    .Of(settings)
                                    .Select(part => $"{part.Key}={part.Value}")
                                    .Order(StringComparer.Ordinal),
                            ]
                    )
                )
            )
        );
}
