using Google.Protobuf.Collections;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Lifts graphs of older operator sets to the one that the gradient rules are written for.</summary>
public static class OperatorSets
{
    private const long Oldest = 7;
    private const long Lifted = 17;

    /// <summary>
    /// Rewrites nodes whose form changed between operator sets 7 and 17, and declares 17; later sets stay as they are.
    /// In place. Inside the bodies of loops nothing is rewritten.
    /// </summary>
    /// <exception cref="PrismaticException">No standard operator set is named, or one before 7.</exception>
    public static void Lift(ModelProto model)
    {
        var opset = model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx");
        if (opset is null || opset.Version < Oldest)
        {
            throw new PrismaticException(
                $"the model is written for operator set {opset?.Version ?? 0}; export it again with operator set {Oldest} or later"
            );
        }
        if (opset.Version < 13)
        {
            new Rewriter(model.Graph, opset.Version).Run();
        }
        opset.Version = Math.Max(opset.Version, Lifted);
    }

    private sealed class Rewriter(GraphProto graph, long version)
    {
        private readonly GraphBuilder _builder = new(graph, "lift_");

        public void Run()
        {
            NodeProto[] nodes = [.. graph.Node];
            graph.Node.Clear();
            foreach (var node in nodes)
            {
                if (node.Domain is "" or "ai.onnx")
                {
                    Rewrite(node);
                }
                graph.Node.Add(node);
                if (node.Domain is "" or "ai.onnx" && node.OpType is "Softmax" or "LogSoftmax")
                {
                    Unflatten(node);
                }
            }
        }

        private void Rewrite(NodeProto node)
        {
            switch (node.OpType)
            {
                case "Squeeze" or "Unsqueeze" or "ReduceSum":
                    ListToInput(node, "axes", 1);
                    break;
                case "Split":
                    ListToInput(node, "split", 1);
                    break;
                case "Slice" when version < 10:
                    ListToInput(node, "starts", 1);
                    ListToInput(node, "ends", 2);
                    ListToInput(node, "axes", 3);
                    break;
                case "Pad" when version < 11:
                    ListToInput(node, "pads", 1);
                    NumberToInput(node, "value", 2);
                    break;
                case "Clip" when version < 11:
                    NumberToInput(node, "min", 1);
                    NumberToInput(node, "max", 2);
                    break;
                case "Dropout":
                    Take(node, "ratio");
                    break;
            }
        }

        // Before set 13 softmax ran over all axes from the given one on, taken as one.
        private void Unflatten(NodeProto node)
        {
            var axis = OnnxModel.Integer(node, "axis", 1);
            if (axis == -1)
            {
                return;
            }
            graph.Node.RemoveAt(graph.Node.Count - 1);
            Take(node, "axis");
            var (input, output) = (node.Input[0], node.Output[0]);
            var flat = _builder.Node("Flatten", [input], GraphBuilder.Attribute("axis", axis));
            var softmax = _builder.Node(node.OpType, [flat], GraphBuilder.Attribute("axis", -1L));
            var shape = _builder.Node("Shape", [input]);
            node.OpType = "Reshape";
            Set(node.Input, 0, softmax);
            Set(node.Input, 1, shape);
            node.Output[0] = output;
            graph.Node.Add(node);
        }

        private void ListToInput(NodeProto node, string attribute, int input)
        {
            if (Take(node, attribute) is { } values)
            {
                Set(node.Input, input, _builder.Integers([.. values.Ints]));
            }
        }

        private void NumberToInput(NodeProto node, string attribute, int input)
        {
            if (Take(node, attribute) is { } value)
            {
                Set(node.Input, input, _builder.Scalar(value.F));
            }
        }

        private static AttributeProto? Take(NodeProto node, string name)
        {
            var attribute = OnnxModel.Attribute(node, name);
            if (attribute is not null)
            {
                node.Attribute.Remove(attribute);
            }
            return attribute;
        }

        private static void Set(RepeatedField<string> inputs, int index, string value)
        {
            while (inputs.Count <= index)
            {
                inputs.Add("");
            }
            inputs[index] = value;
        }
    }
}
