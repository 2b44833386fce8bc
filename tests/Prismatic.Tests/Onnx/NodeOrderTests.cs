using CsCheck;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Onnx;

/// <summary>The order of nodes after the runtime's rewrites.</summary>
public sealed class NodeOrderTests
{
    // For each node which of the earlier ones it reads, and how early another topological order takes it.
    private static readonly Gen<(int[][] Reads, int[] Turns)> _graphs =
        from count in Gen.Int[1, 12]
        from reads in Gen.Int[0, 1000].Array[2].Array[count]
        from turns in Gen.Int[0, 100].Array[count]
        select (reads.Select((r, i) => i == 0 ? [] : r.Select(v => v % i).Distinct().ToArray()).ToArray(), turns);

    [Fact]
    public void Nodes_that_were_only_moved_come_back_to_their_places()
    {
        _graphs.Sample(g =>
        {
            var written = Graph(g.Reads);
            var moved = Moved(written, g.Turns);
            NodeOrder.Restore(moved, written);
            return moved.Node.SequenceEqual(written.Node);
        });
    }

    [Fact]
    public void A_new_node_stands_right_before_the_first_that_reads_it()
    {
        var written = Graph([
            [],
            [0],
            [1],
            [0],
            [2, 3],
        ]);
        var rewritten = written.Clone();
        // As a fusion or a fold does: node 3 goes, another takes its part under another name.
        rewritten.Node.RemoveAt(3);
        rewritten.Node[^1].Input[1] = "new";
        rewritten.Node.Insert(1, Node("new", ["t0"]));
        NodeOrder.Restore(rewritten, written);
        Assert.Equal(["t0", "t1", "t2", "new", "t4"], rewritten.Node.Select(n => n.Output[0]));
    }

    private static GraphProto Graph(int[][] reads)
    {
        var graph = new GraphProto();
        graph.Node.Add(reads.Select((r, i) => Node($"t{i}", [.. r.Select(j => $"t{j}")])));
        return graph;
    }

    private static NodeProto Node(string output, string[] inputs)
    {
        var node = new NodeProto { OpType = "Sum" };
        node.Input.Add(inputs);
        node.Output.Add(output);
        return node;
    }

    private static GraphProto Moved(GraphProto graph, int[] turns)
    {
        var left = graph.Node.Select((node, i) => (Node: node, Turn: turns[i])).ToList();
        var done = new HashSet<string>();
        var moved = new GraphProto();
        while (left.Count > 0)
        {
            var next = left.Where(n => n.Node.Input.All(done.Contains)).MinBy(n => n.Turn);
            left.Remove(next);
            done.Add(next.Node.Output[0]);
            moved.Node.Add(next.Node.Clone());
        }
        return moved;
    }
}
