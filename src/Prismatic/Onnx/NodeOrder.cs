using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>The order of a graph's nodes. The runtime goes by it, and with it goes how long each tensor is kept.</summary>
internal static class NodeOrder
{
    /// <summary>
    /// Brings the nodes of a graph that the runtime rewrote into the order in which they were written: a node stands where its
    /// output was made before, a new one right before the first that reads it.
    /// </summary>
    /// <param name="rewritten">Changed in place; its nodes in topological order.</param>
    /// <param name="written">The graph before.</param>
    public static void Restore(GraphProto rewritten, GraphProto written)
    {
        var places = new Dictionary<string, int>();
        for (var i = 0; i < written.Node.Count; i++)
        {
            foreach (var output in written.Node[i].Output)
            {
                places[output] = i;
            }
        }
        var firstReader = new Dictionary<string, int>();
        var order = new int[rewritten.Node.Count];
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var node = rewritten.Node[i];
            order[i] = Place(node.Output, places) ?? Place(node.Output, firstReader) ?? written.Node.Count;
            foreach (var input in node.Input)
            {
                firstReader[input] = Math.Min(order[i], firstReader.GetValueOrDefault(input, int.MaxValue));
            }
        }
        NodeProto[] sorted = [.. rewritten.Node.Zip(order).OrderBy(pair => pair.Second).Select(pair => pair.First)];
        rewritten.Node.Clear();
        rewritten.Node.Add(sorted);
    }

    private static int? Place(IEnumerable<string> tensors, Dictionary<string, int> places)
    {
        int? first = null;
        foreach (var tensor in tensors)
        {
            if (tensor.Length > 0 && places.TryGetValue(tensor, out var place))
            {
                first = Math.Min(first ?? place, place);
            }
        }
        return first;
    }
}
