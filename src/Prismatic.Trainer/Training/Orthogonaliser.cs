using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Trainer.Training;

/// <summary>
/// Brings the singular values of a stack of equally large matrices near 1 (between about 0.7 and 1.2) by five steps of an odd
/// polynomial, a Newton-Schulz iteration with the coefficients of Jordan et al. 2024. Matrix products only.
/// </summary>
internal sealed class Orthogonaliser : IDisposable
{
    private const int Steps = 5;
    private readonly OnnxSession _session;
    private readonly OrtValue _input;
    private readonly OrtValue _output;

    public Orthogonaliser(int count, int rows, int columns, SessionSettings settings)
    {
        (Rows, Columns) = (rows, columns);
        Matrices = new float[count * rows * columns];
        Results = new float[Matrices.Length];
        _session = OnnxSession.Load(Graph(count, rows, columns), settings);
        _input = OnnxSession.Tensor<float>(Matrices, count, rows, columns);
        _output = OnnxSession.Tensor<float>(Results, count, rows, columns);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The matrices, one after another, row-major; fill before <see cref="Run"/>.</summary>
    public float[] Matrices { get; }

    /// <summary>Results of the last run, in the same layout.</summary>
    public float[] Results { get; }

    public void Run() =>
        _session.Run(
            new Dictionary<string, OrtValue> { ["x"] = _input },
            new Dictionary<string, OrtValue> { ["y"] = _output }
        );

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _session.Dispose();
    }

    private static ModelProto Graph(int count, int rows, int columns)
    {
        var b = new GraphBuilder(new GraphProto { Name = "orthogonaliser" });
        var input = b.Input("x", TensorType.Float, (long)count, (long)rows, (long)columns);
        var squares = b.Node("ReduceSum", [b.Node("Mul", [input, input]), b.Integers([1, 2])]);
        var norm = b.Node("Add", [b.Node("Sqrt", [squares]), b.Scalar(1e-7f)]);
        var x = b.Node("Div", [input, norm]);
        for (var i = 0; i < Steps; i++)
        {
            // The smaller of the two Gram matrices.
            var turned = b.Node("Transpose", [x], GraphBuilder.List("perm", 0, 2, 1));
            var gram = rows <= columns ? b.Node("MatMul", [x, turned]) : b.Node("MatMul", [turned, x]);
            var cubic = b.Node("Mul", [gram, b.Scalar(-4.7750f)]);
            var quintic = b.Node("Mul", [b.Node("MatMul", [gram, gram]), b.Scalar(2.0315f)]);
            var polynomial = b.Node("Add", [cubic, quintic]);
            var moved = rows <= columns ? b.Node("MatMul", [polynomial, x]) : b.Node("MatMul", [x, polynomial]);
            x = b.Node("Add", [b.Node("Mul", [x, b.Scalar(3.4445f)]), moved]);
        }
        b.Named("y", "Identity", [x]);
        b.Output("y");
        return new ModelProto
        {
            IrVersion = 8,
            Graph = b.Graph,
            OpsetImport =
            {
                new OperatorSetIdProto { Domain = "", Version = 17 },
            },
        };
    }
}
