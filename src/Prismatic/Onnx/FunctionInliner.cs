using Google.Protobuf.Collections;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Writes the bodies of a model's own functions where they are called, as PyTorch's exporter needs it.</summary>
public static class FunctionInliner
{
    private const int DeepestCall = 32;
    private const int MostNodes = 2_000_000;

    /// <summary>Inlines every call, calls inside bodies too, and drops the functions. In place.</summary>
    /// <exception cref="PrismaticException">Functions that call themselves, or are written for another operator set.</exception>
    public static void Inline(ModelProto model)
    {
        if (model.Functions.Count == 0)
        {
            return;
        }
        new Inlining(model).Run();
        model.Functions.Clear();
    }

    private sealed class Inlining(ModelProto model)
    {
        private readonly Dictionary<string, FunctionProto> _functions = Keyed(model);
        private int _calls;

        public void Run()
        {
            NodeProto[] nodes = [.. model.Graph.Node];
            model.Graph.Node.Clear();
            foreach (var node in nodes)
            {
                Write(node, depth: 0);
            }
        }

        private void Write(NodeProto node, int depth)
        {
            if (!_functions.TryGetValue(Key(node.Domain, node.OpType, node.Overload), out var function))
            {
                RefuseInside(node);
                model.Graph.Node.Add(node);
                return;
            }
            if (depth == DeepestCall || model.Graph.Node.Count > MostNodes)
            {
                throw new PrismaticException($"the model's function '{function.Name}' calls itself, or too much");
            }
            CheckOperatorSets(function);
            var (names, prefix) = (Names(node, function), $"{Label(node)}/{_calls++}/");
            foreach (var inner in function.Node)
            {
                var copy = inner.Clone();
                // Nodes without a name stay without one: two of one name are refused.
                copy.Name = inner.Name.Length > 0 ? prefix + inner.Name : "";
                Rename(copy, names, prefix);
                ResolveAttributes(copy, node, function);
                Write(copy, depth + 1);
            }
            // An output that the body only hands on has no node of its own to be named after.
            for (var i = 0; i < Math.Min(function.Output.Count, node.Output.Count); i++)
            {
                var inside = names.GetValueOrDefault(function.Output[i], prefix + function.Output[i]);
                if (node.Output[i].Length > 0 && inside != node.Output[i])
                {
                    var alias = new NodeProto { OpType = "Identity", Name = $"{prefix}output_{i}" };
                    alias.Input.Add(inside);
                    alias.Output.Add(node.Output[i]);
                    model.Graph.Node.Add(alias);
                }
            }
        }

        private void CheckOperatorSets(FunctionProto function)
        {
            foreach (var wanted in function.OpsetImport)
            {
                var known = model.OpsetImport.FirstOrDefault(o => Domain(o.Domain) == Domain(wanted.Domain));
                if (known is null)
                {
                    model.OpsetImport.Add(wanted.Clone());
                }
                else if (known.Version != wanted.Version)
                {
                    throw new PrismaticException(
                        $"the model's function '{function.Name}' is written for operator set {wanted.Version} "
                            + $"and the model for {known.Version}; export it again with one operator set"
                    );
                }
            }
        }

        // A body may stand in a loop's or a branch's graph; those stay as they are.
        private void RefuseInside(NodeProto node)
        {
            foreach (var inner in node.Attribute.Where(a => a.G is not null).SelectMany(a => a.G.Node))
            {
                if (_functions.ContainsKey(Key(inner.Domain, inner.OpType, inner.Overload)))
                {
                    throw new PrismaticException(
                        $"{node.OpType} '{node.Name}' calls the model's function '{inner.OpType}' inside its body; not supported"
                    );
                }
                RefuseInside(inner);
            }
        }

        private static Dictionary<string, FunctionProto> Keyed(ModelProto model)
        {
            var functions = new Dictionary<string, FunctionProto>();
            foreach (var function in model.Functions)
            {
                functions[Key(function.Domain, function.Name, function.Overload)] = function;
            }
            return functions;
        }

        private static string Key(string domain, string name, string overload) => $"{Domain(domain)}:{name}:{overload}";

        private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;

        private static string Label(NodeProto node) => node.Name.Length > 0 ? node.Name : node.OpType;

        // Formal inputs stand for the call's, left-out ones for nothing; outputs take the call's names.
        private static Dictionary<string, string> Names(NodeProto node, FunctionProto function)
        {
            var names = new Dictionary<string, string> { [""] = "" };
            for (var i = 0; i < function.Input.Count; i++)
            {
                names[function.Input[i]] = i < node.Input.Count ? node.Input[i] : "";
            }
            for (var i = 0; i < Math.Min(function.Output.Count, node.Output.Count); i++)
            {
                if (node.Output[i].Length > 0)
                {
                    names.TryAdd(function.Output[i], node.Output[i]);
                }
            }
            return names;
        }

        private static void Rename(NodeProto node, Dictionary<string, string> names, string prefix)
        {
            Rename(node.Input, names, prefix);
            Rename(node.Output, names, prefix);
            foreach (var body in node.Attribute.Where(a => a.G is not null).Select(a => a.G))
            {
                // What a body makes itself is its own; the prefix keeps it apart from what it reads from outside.
                foreach (var inner in body.Node)
                {
                    Rename(inner, names, prefix);
                }
                foreach (var value in body.Input.Concat(body.Output))
                {
                    value.Name = names.GetValueOrDefault(value.Name, prefix + value.Name);
                }
                foreach (var tensor in body.Initializer)
                {
                    tensor.Name = names.GetValueOrDefault(tensor.Name, prefix + tensor.Name);
                }
            }
        }

        private static void Rename(RepeatedField<string> tensors, Dictionary<string, string> names, string prefix)
        {
            for (var i = 0; i < tensors.Count; i++)
            {
                tensors[i] = names.GetValueOrDefault(tensors[i], prefix + tensors[i]);
            }
        }

        // An attribute that names one of the function takes the call's value, else the function's default, else none.
        private static void ResolveAttributes(NodeProto node, NodeProto call, FunctionProto function)
        {
            foreach (var inner in node.Attribute.Where(a => a.G is not null).SelectMany(a => a.G.Node))
            {
                ResolveAttributes(inner, call, function);
            }
            foreach (var attribute in node.Attribute.Where(a => a.RefAttrName.Length > 0).ToList())
            {
                node.Attribute.Remove(attribute);
                var value =
                    OnnxModel.Attribute(call, attribute.RefAttrName)
                    ?? function.AttributeProto.FirstOrDefault(a => a.Name == attribute.RefAttrName);
                if (value is not null)
                {
                    var copy = value.Clone();
                    copy.Name = attribute.Name;
                    node.Attribute.Add(copy);
                }
            }
        }
    }
}
