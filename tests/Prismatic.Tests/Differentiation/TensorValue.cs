using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;

namespace Prismatic.Tests.Differentiation;

/// <summary>A tensor in plain numbers, fed to a graph as the element type that is asked for.</summary>
/// <param name="Type">Float stands for whichever float type the graph computes in; also Int64, Int32 and Bool.</param>
internal sealed record TensorValue(long[] Dims, double[] Data, TensorType Type = TensorType.Float)
{
    public OrtValue ToOrt(TensorType computed) =>
        Type switch
        {
            TensorType.Int64 => OnnxSession.Tensor<long>(Array.ConvertAll(Data, v => (long)v), Dims),
            TensorType.Int32 => OnnxSession.Tensor<int>(Array.ConvertAll(Data, v => (int)v), Dims),
            TensorType.Bool => OnnxSession.Tensor<bool>(Array.ConvertAll(Data, v => v != 0), Dims),
            _ when computed == TensorType.Double => OnnxSession.Tensor<double>((double[])Data.Clone(), Dims),
            _ => OnnxSession.Tensor<float>(Array.ConvertAll(Data, v => (float)v), Dims),
        };

    public static TensorValue FromOrt(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        double[] data =
            info.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double
                ? value.GetTensorDataAsSpan<double>().ToArray()
                : Array.ConvertAll(value.GetTensorDataAsSpan<float>().ToArray(), v => (double)v);
        return new TensorValue(info.Shape, data);
    }

    /// <summary>A copy with one element moved.</summary>
    public TensorValue Moved(int index, double by)
    {
        var data = (double[])Data.Clone();
        data[index] += by;
        return this with { Data = data };
    }

    /// <summary>Relative L2 distance; of a zero vector, its absolute length.</summary>
    public static double Distance(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0;
        double length = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(double.IsFinite(actual[i]), $"Element {i} is {actual[i]}.");
            difference += (expected[i] - actual[i]) * (expected[i] - actual[i]);
            length += expected[i] * expected[i];
        }
        return Math.Sqrt(difference) / (length > 0 ? Math.Sqrt(length) : 1);
    }
}
