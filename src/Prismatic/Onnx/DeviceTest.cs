using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Numerics;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// A small graph on a device and on the CPU: a device may load, run every graph without complaint, and return zeros.
/// </summary>
public static class DeviceTest
{
    /// <summary>
    /// Largest difference allowed, as a share of the largest value of an output. Sums of 32-bit floats in another order differ
    /// by about 1e-6; factors rounded to 16 bits by more than this.
    /// </summary>
    public const double Tolerance = 5e-5;

    private const int Rows = 48;
    private const int Inner = 96;
    private const int Columns = 80;

    private static readonly string[] _outputs = ["MatMul", "Softmax", "ReduceSum", "Gather", "Transpose", "Normalise"];

    /// <summary>Compares a device with the CPU.</summary>
    /// <returns>The largest difference found, as a share of the largest value of its output.</returns>
    /// <exception cref="DeviceException">It cannot be had, or computes other numbers than the CPU.</exception>
    /// <exception cref="PrismaticException">The runtime cannot start.</exception>
    public static double Run(SessionSettings settings)
    {
        var expected = Outputs(settings with { Device = Device.Cpu });
        var found = Outputs(settings);
        var largest = 0.0;
        for (var i = 0; i < _outputs.Length; i++)
        {
            var difference = Difference(expected[i], found[i]);
            // Not "greater": what is not a number is not within anything.
            if (!(difference <= Tolerance))
            {
                throw new DeviceException(settings.Device, Finding(_outputs[i], difference));
            }
            largest = Math.Max(largest, difference);
        }
        return largest;
    }

    /// <summary>Every value comes from inputs: what hangs on constants alone would be computed on the CPU while loading.</summary>
    internal static ModelProto Graph()
    {
        var builder = new GraphBuilder(new GraphProto { Name = "device_test" });
        var left = builder.Input("left", TensorType.Float, "rows", Inner);
        var right = builder.Input("right", TensorType.Float, Inner, Columns);
        var ids = builder.Input("ids", TensorType.Int64, "ids");
        var lastAxis = GraphBuilder.Attribute("axis", -1L);
        var product = builder.Named("MatMul", "MatMul", [left, right]);
        builder.Named("Softmax", "Softmax", [product], lastAxis);
        builder.Named("ReduceSum", "ReduceSum", [product, builder.Integers([0])]);
        builder.Named("Gather", "Gather", [product, ids]);
        builder.Named("Transpose", "MatMul", [builder.Node("Transpose", [product]), left]);
        var squares = builder.Node(
            "ReduceMean",
            [builder.Node("Mul", [product, product])],
            GraphBuilder.List("axes", -1)
        );
        builder.Named("Normalise", "Div", [product, builder.Node("Sqrt", [squares])]);
        foreach (var output in _outputs)
        {
            builder.Output(output);
        }
        return KernelModel.Of(builder.Graph);
    }

    private static float[][] Outputs(SessionSettings settings)
    {
        using var session = OnnxSession.Load(Graph(), settings);
        using var left = OnnxSession.Tensor<float>(Values(Rows * Inner, seed: 1), Rows, Inner);
        using var right = OnnxSession.Tensor<float>(Values(Inner * Columns, seed: 2), Inner, Columns);
        long[] places = [Rows - 1, 0, 7, 7, 31];
        using var ids = OnnxSession.Tensor<long>(places, places.Length);
        var inputs = new Dictionary<string, OrtValue>(StringComparer.Ordinal)
        {
            ["left"] = left,
            ["right"] = right,
            ["ids"] = ids,
        };
        using var outputs = session.Run(inputs, _outputs);
        return [.. outputs.Select(value => value.GetTensorDataAsSpan<float>().ToArray())];
    }

    // In [-1/2, 1/2), so that a softmax of their products is neither flat nor one of a single value.
    private static float[] Values(int count, ulong seed)
    {
        var random = new Pcg32(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(random.NextDouble() - 0.5);
        }
        return values;
    }

    private static double Difference(float[] expected, float[] found)
    {
        if (expected.Length != found.Length)
        {
            return double.NaN;
        }
        var differences = new float[expected.Length];
        TensorPrimitives.Subtract(expected, found, differences);
        var largest = TensorPrimitives.MaxMagnitude<float>(expected);
        return Math.Abs(TensorPrimitives.MaxMagnitude<float>(differences) / (double)largest);
    }

    private static string Finding(string output, double difference) =>
        double.IsFinite(difference)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"it computes wrong numbers: {output} differs from the CPU's by {difference:0.#E+0} of the largest, {Tolerance:0.#E+0} is allowed"
            )
            : $"it computes wrong numbers: {output} is not finite, or of another size than the CPU's";
}
