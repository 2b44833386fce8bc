using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Wraps a small graph of ours as a model.</summary>
internal static class KernelModel
{
    private const long OperatorSet = 17;
    private const long FormatVersion = 8;

    public static ModelProto Of(GraphProto graph)
    {
        var model = new ModelProto { IrVersion = FormatVersion, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        return model;
    }
}
