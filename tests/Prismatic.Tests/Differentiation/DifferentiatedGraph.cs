using Microsoft.ML.OnnxRuntime;
using Prismatic.Differentiation;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Differentiation;

/// <summary>
/// A small forward graph with its backward pass, loaded twice. The loss is the sum of outputs * cotangents, so its
/// gradients are what a backward pass seeded with the cotangents has to give.
/// </summary>
internal sealed class DifferentiatedGraph : IDisposable
{
    private static readonly SessionSettings _settings = new() { Threads = 1 };
    private readonly TensorType _computed;
    private readonly OnnxSession _forward;
    private readonly OnnxSession _backward;
    private readonly Dictionary<string, string> _gradients;

    private DifferentiatedGraph(
        TensorType computed,
        ModelProto forward,
        ModelProto backward,
        Dictionary<string, string> gradients
    )
    {
        _computed = computed;
        _forward = OnnxSession.Load(computed == TensorType.Double ? DoubleGraph.From(forward) : forward, _settings);
        _backward = OnnxSession.Load(computed == TensorType.Double ? DoubleGraph.From(backward) : backward, _settings);
        _gradients = gradients;
    }

    /// <summary>Differentiates the outputs of <paramref name="model"/> by <paramref name="wanted"/>.</summary>
    /// <param name="model">A forward graph of floats; not changed.</param>
    /// <param name="probes">Inputs at several sizes.</param>
    /// <param name="wanted">Inputs of the graph.</param>
    /// <param name="computed">Float, or Double to compute the same graphs in double.</param>
    /// <param name="distinct">Index tensors that never name a place twice.</param>
    public static DifferentiatedGraph Compile(
        ModelProto model,
        IEnumerable<IReadOnlyDictionary<string, TensorValue>> probes,
        IReadOnlyCollection<string> wanted,
        TensorType computed = TensorType.Float,
        params string[] distinct
    )
    {
        var backward = model.Clone();
        var fed = probes.Select(p => p.ToDictionary(v => v.Key, v => v.Value.ToOrt(TensorType.Float))).ToList();
        var probed = new ProbedModel(backward, ShapeProbe.Run(backward, fed));
        foreach (var value in fed.SelectMany(p => p.Values))
        {
            value.Dispose();
        }
        probed.DistinctIndices.UnionWith(distinct);
        var seeds = model.Graph.Output.ToDictionary(o => o.Name, o => Cotangent(o.Name));
        backward.Graph.Output.Clear();
        backward.Graph.Input.Add(
            seeds.Values.Select(name => new ValueInfoProto
            {
                Name = name,
                Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorType.Float } },
            })
        );
        var gradients = BackwardGraph.Append(probed, seeds, wanted);
        foreach (var gradient in gradients.Values.Distinct())
        {
            // An output that is an input too (Identity hands its gradient on) needs a node of its own.
            probed.Builder.Output(probed.Builder.Named(Out(gradient), "Identity", [gradient]));
        }
        return new DifferentiatedGraph(computed, model, backward, gradients);
    }

    /// <summary>The outputs, in the graph's order.</summary>
    public TensorValue[] Outputs(IReadOnlyDictionary<string, TensorValue> inputs) =>
        Run(_forward, inputs, [.. _forward.OutputNames]);

    /// <summary>Sum of outputs * cotangents.</summary>
    public double Loss(IReadOnlyDictionary<string, TensorValue> inputs, IReadOnlyList<TensorValue> cotangents) =>
        Outputs(inputs).Zip(cotangents, (y, c) => y.Data.Zip(c.Data, (a, b) => a * b).Sum()).Sum();

    /// <summary>Gradient of the loss by each wanted input; those that no path reaches are left out.</summary>
    public Dictionary<string, TensorValue> Gradients(
        IReadOnlyDictionary<string, TensorValue> inputs,
        IReadOnlyList<TensorValue> cotangents
    )
    {
        var all = new Dictionary<string, TensorValue>(inputs);
        for (var i = 0; i < cotangents.Count; i++)
        {
            all[Cotangent(_forward.OutputNames[i])] = cotangents[i];
        }
        var results = Run(_backward, all, [.. _gradients.Values.Select(Out)]);
        return _gradients.Keys.Zip(results).ToDictionary(p => p.First, p => p.Second);
    }

    /// <summary>Differences of fourth order: (8 (f(h) - f(-h)) - (f(2h) - f(-2h))) / 12h for each element.</summary>
    public double[] Differences(
        IReadOnlyDictionary<string, TensorValue> inputs,
        IReadOnlyList<TensorValue> cotangents,
        string input,
        double step
    )
    {
        var result = new double[inputs[input].Data.Length];
        for (var i = 0; i < result.Length; i++)
        {
            double At(double by) =>
                Loss(new Dictionary<string, TensorValue>(inputs) { [input] = inputs[input].Moved(i, by) }, cotangents);
            result[i] = ((8 * (At(step) - At(-step))) - (At(2 * step) - At(-2 * step))) / (12 * step);
        }
        return result;
    }

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
    }

    private TensorValue[] Run(OnnxSession session, IReadOnlyDictionary<string, TensorValue> inputs, string[] outputs)
    {
        var fed = inputs.ToDictionary(i => i.Key, i => i.Value.ToOrt(_computed));
        using var results = session.Run(fed, outputs);
        foreach (var value in fed.Values)
        {
            value.Dispose();
        }
        return [.. results.Select(TensorValue.FromOrt)];
    }

    private static string Cotangent(string output) => $"cotangent_{output}";

    private static string Out(string gradient) => $"out_{gradient}";
}
