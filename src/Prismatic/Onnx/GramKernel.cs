using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// X^T X of a block of rows, as matrix products between panels of columns. Only panels on and below the diagonal are
/// formed: with many columns that is little more than half the work. Runs may overlap.
/// </summary>
public sealed class GramKernel : IDisposable
{
    private const int PanelWidth = 128;
    private readonly OnnxSession? _session;
    private readonly bool _double;

    /// <summary>
    /// Builds the graph for rows of length <paramref name="columnCount"/>. Products <paramref name="inDouble"/>, of 64
    /// bits, take twice the time.
    /// </summary>
    public GramKernel(int columnCount, bool inDouble, SessionSettings settings)
    {
        ColumnCount = columnCount;
        _double = inDouble;
        Panels = [.. MakePanels(columnCount)];
        ProductLength = Panels.Sum(panel => panel.Height * panel.Width);
        _session = RuntimeStart.Works(settings) ? OnnxSession.Load(Graph(), settings) : null;
    }

    /// <summary>A rectangle of the lower triangle, and where its elements start among the products.</summary>
    public readonly record struct Panel(int Row, int Column, int Height, int Width, int Offset);

    /// <summary>d.</summary>
    public int ColumnCount { get; }

    /// <summary>The rectangles that cover the lower triangle.</summary>
    public IReadOnlyList<Panel> Panels { get; }

    /// <summary>Elements of all panels together.</summary>
    public int ProductLength { get; }

    /// <summary>Products of a block; the result is panel after panel, each row-major.</summary>
    /// <param name="rows">n × d, one row after another.</param>
    /// <param name="products">Result, <see cref="ProductLength"/> long; of the kernel's element type.</param>
    public void Run<T>(Memory<float> rows, Memory<T> products)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) != (_double ? typeof(double) : typeof(float)))
        {
            throw new ArgumentException("The kernel gives the other element type.", nameof(products));
        }
        if (_session is null)
        {
            PlainProducts.Gram(rows.Span, ColumnCount, Panels, products.Span);
            return;
        }
        using var x = OnnxSession.Tensor(rows, rows.Length / ColumnCount, ColumnCount);
        var outputs = new Dictionary<string, OrtValue>();
        try
        {
            foreach (var panel in Panels)
            {
                var part = products.Slice(panel.Offset, panel.Height * panel.Width);
                outputs[Name(panel)] = OnnxSession.Tensor(part, panel.Height, panel.Width);
            }
            _session.Run(new Dictionary<string, OrtValue> { ["rows"] = x }, outputs);
        }
        finally
        {
            foreach (var output in outputs.Values)
            {
                output.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();

    private static string Name(Panel panel) => $"gram_{panel.Row}_{panel.Column}";

    private static IEnumerable<Panel> MakePanels(int columnCount)
    {
        var offset = 0;
        for (var row = 0; row < columnCount; row += PanelWidth)
        {
            var height = Math.Min(PanelWidth, columnCount - row);
            for (var column = 0; column <= row; column += PanelWidth)
            {
                var width = Math.Min(PanelWidth, columnCount - column);
                yield return new Panel(row, column, height, width, offset);
                offset += height * width;
            }
        }
    }

    private ModelProto Graph()
    {
        var type = _double ? TensorType.Double : TensorType.Float;
        var builder = new GraphBuilder(new GraphProto { Name = "gram" });
        var rows = builder.Input("rows", TensorType.Float, "n", ColumnCount);
        if (_double)
        {
            rows = builder.Node("Cast", [rows], GraphBuilder.Attribute("to", (long)type));
        }
        var widths = Panels.Where(panel => panel.Column == panel.Row).Select(panel => (long)panel.Width).ToArray();
        var columns =
            widths.Length == 1
                ? [rows]
                : builder.Nodes(
                    "Split",
                    [rows, builder.Integers(widths)],
                    widths.Length,
                    GraphBuilder.Attribute("axis", 1L)
                );
        foreach (var panel in Panels)
        {
            var (left, right) = (columns[panel.Row / PanelWidth], columns[panel.Column / PanelWidth]);
            builder.Named(Name(panel), "Gemm", [left, right], GraphBuilder.Attribute("transA", 1L));
            builder.Output(Name(panel), type);
        }
        return KernelModel.Of(builder.Graph);
    }
}
