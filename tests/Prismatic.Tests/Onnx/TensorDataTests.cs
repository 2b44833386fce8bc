using Google.Protobuf;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Onnx;

/// <summary>Stored values of few bits.</summary>
public sealed class TensorDataTests
{
    [Fact]
    public void Four_bits_are_read_lower_half_first()
    {
        Assert.Equal([1, 2, 15, 8, 7], TensorData.SmallValues(Tensor(TensorType.UInt4, 5, 0x21, 0x8F, 0x07)));
        Assert.Equal([1, 2, -1, -8, 7], TensorData.SmallValues(Tensor(TensorType.Int4, 5, 0x21, 0x8F, 0x07)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(0)]
    public void Four_bits_of_more_or_fewer_bytes_than_the_shape_asks_for_are_refused(int bytes)
    {
        var tensor = Tensor(TensorType.UInt4, 5, new byte[bytes]);
        var fault = Assert.Throws<PrismaticException>(() => TensorData.SmallValues(tensor));
        Assert.Contains("'w' has not as many values as its shape says", fault.Message, StringComparison.Ordinal);
    }

    private static TensorProto Tensor(TensorType type, long count, params byte[] bytes) =>
        new()
        {
            Name = "w",
            DataType = (int)type,
            Dims = { count },
            RawData = ByteString.CopyFrom(bytes),
        };
}
