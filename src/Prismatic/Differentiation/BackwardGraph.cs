using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Differentiation;

/// <summary>
/// Reverse-mode differentiation of an ONNX graph into further ONNX nodes: a walk in reverse topological order over the
/// nodes between the wanted tensors and the loss, one rule a node, sums where a tensor was used twice. It knows no
/// operator; <see cref="GradientRules"/> does.
/// </summary>
public static class BackwardGraph
{
    /// <summary>Appends the backward pass to <paramref name="model"/>.</summary>
    /// <param name="model">Forward graph in normal form, probed.</param>
    /// <param name="seeds">Tensors whose gradient is known, with it: the end of the graph, usually the logits.</param>
    /// <param name="wanted">Tensors (activations, inputs or weights) whose gradients are asked for.</param>
    /// <returns>For each wanted tensor the name of its gradient; those the loss does not depend on are left out.</returns>
    /// <exception cref="PrismaticException">
    /// Operators between the wanted tensors and the loss have no rule; all of them are named, with their nodes.
    /// </exception>
    public static Dictionary<string, string> Append(
        ProbedModel model,
        IReadOnlyDictionary<string, string> seeds,
        IReadOnlyCollection<string> wanted
    )
    {
        NodeProto[] nodes = [.. model.Model.Graph.Node];
        var active = ActiveTensors(nodes, wanted);
        foreach (var name in seeds.Keys.Concat(wanted))
        {
            model.MarkShared(name);
        }
        var contributions = seeds.ToDictionary(s => s.Key, s => new List<string> { s.Value });
        var problems = new List<string>();
        foreach (var node in nodes.Reverse())
        {
            if (Read(node).Any(active.Contains) && node.Output.Any(contributions.ContainsKey))
            {
                Propagate(model, node, active, contributions, problems);
            }
        }
        if (problems.Count > 0)
        {
            throw new PrismaticException(
                $"gradients cannot flow through {problems.Count} node(s) of this model: {string.Join("; ", problems)}"
            );
        }
        return wanted
            .Where(contributions.ContainsKey)
            .Distinct()
            .ToDictionary(name => name, name => Total(model, contributions, name)!);
    }

    private static HashSet<string> ActiveTensors(NodeProto[] nodes, IReadOnlyCollection<string> wanted)
    {
        var active = wanted.ToHashSet();
        foreach (var node in nodes)
        {
            if (Read(node).Any(active.Contains) && !GradientRules.ReadsOnlyShape(node.OpType, node.Domain))
            {
                active.UnionWith(node.Output.Where(name => name.Length > 0));
            }
        }
        return active;
    }

    // What the bodies of branches and loops read counts: gradients would end there unseen.
    private static IEnumerable<string> Read(NodeProto node) => node.Input.Concat(OnnxModel.Captured(node));

    private static void Propagate(
        ProbedModel model,
        NodeProto node,
        HashSet<string> active,
        Dictionary<string, List<string>> contributions,
        List<string> problems
    )
    {
        var rule = GradientRules.Find(node.OpType, node.Domain);
        if (rule is null)
        {
            problems.Add($"{node.OpType} '{node.Name}' has no gradient rule");
            MarkReached(node, active, contributions);
            return;
        }
        try
        {
            var view = new DifferentiatedNode(node, model, active.Contains, name => Total(model, contributions, name));
            var gradients = rule(view);
            for (var i = 0; i < gradients.Length; i++)
            {
                if (gradients[i] is { } gradient && active.Contains(node.Input[i]))
                {
                    Contribute(contributions, node.Input[i], gradient);
                }
            }
        }
        catch (NotDifferentiableException fault)
        {
            problems.Add($"{node.OpType} '{node.Name}': {fault.Message}");
            MarkReached(node, active, contributions);
        }
    }

    // The walk goes on behind a node without a rule, so that every such node is found in one go. What is written there
    // is thrown away with the model.
    private static void MarkReached(
        NodeProto node,
        HashSet<string> active,
        Dictionary<string, List<string>> contributions
    )
    {
        foreach (var input in Read(node).Where(active.Contains))
        {
            Contribute(contributions, input, input);
        }
    }

    private static void Contribute(Dictionary<string, List<string>> contributions, string tensor, string gradient)
    {
        if (!contributions.TryGetValue(tensor, out var list))
        {
            contributions[tensor] = list = [];
        }
        list.Add(gradient);
    }

    private static string? Total(ProbedModel model, Dictionary<string, List<string>> contributions, string tensor)
    {
        if (!contributions.TryGetValue(tensor, out var list))
        {
            return null;
        }
        while (list.Count > 1)
        {
            var sum = model.Builder.Node("Add", [list[0], list[1]]);
            list.RemoveRange(0, 2);
            list.Insert(0, sum);
        }
        return list[0];
    }
}
