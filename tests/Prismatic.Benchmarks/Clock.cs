using System.Diagnostics;
using System.Globalization;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Benchmarks;

/// <summary>Wall and processor seconds of one piece of work.</summary>
internal readonly record struct Seconds(double Wall, double Processor)
{
    public static Seconds Of(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        work();
        var wall = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new Seconds(wall, (process.TotalProcessorTime - before).TotalSeconds);
    }

    public static Seconds Median(IEnumerable<Seconds> runs)
    {
        Seconds[] all = [.. runs];
        return new Seconds(Middle(all.Select(run => run.Wall)), Middle(all.Select(run => run.Processor)));
    }

    public static Seconds operator /(Seconds seconds, double by) => new(seconds.Wall / by, seconds.Processor / by);

    public string Row(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {Wall:F3} | {Processor:F3} |");

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>This machine's own rate: a product of two square matrices on ONNX Runtime, all cores.</summary>
internal sealed class MatMulRate : IDisposable
{
    private const int Size = 2048;
    private readonly float[] _left = new float[Size * Size];
    private readonly float[] _right = new float[Size * Size];
    private readonly float[] _product = new float[Size * Size];
    private readonly OnnxSession _session;

    public MatMulRate()
    {
        var builder = new GraphBuilder(new GraphProto { Name = "product" });
        builder.Input("a", TensorType.Float, Size, Size);
        builder.Input("b", TensorType.Float, Size, Size);
        builder.Named("c", "MatMul", ["a", "b"]);
        builder.Output("c", TensorType.Float);
        var model = new ModelProto { IrVersion = 8, Graph = builder.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        _session = OnnxSession.Load(model);
        Array.Fill(_left, 0.5f);
        Array.Fill(_right, 0.25f);
    }

    /// <summary>Floating-point operations of one product.</summary>
    public const double Operations = 2.0 * Size * Size * Size;

    public Seconds Run()
    {
        using var a = OnnxSession.Tensor<float>(_left, Size, Size);
        using var b = OnnxSession.Tensor<float>(_right, Size, Size);
        using var c = OnnxSession.Tensor<float>(_product, Size, Size);
        return Seconds.Of(() =>
            _session.Run(
                new Dictionary<string, Microsoft.ML.OnnxRuntime.OrtValue> { ["a"] = a, ["b"] = b },
                new Dictionary<string, Microsoft.ML.OnnxRuntime.OrtValue> { ["c"] = c }
            )
        );
    }

    public void Dispose() => _session.Dispose();
}
