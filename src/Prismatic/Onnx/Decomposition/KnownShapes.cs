using System.Globalization;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx.Decomposition;

/// <summary>
/// What can be said of shapes and types before a graph is run: a size is a number, the name of one that varies, or null
/// where it is not known. Fused nodes leave their forms to be told apart by rank and width; nothing else rests on this.
/// </summary>
internal sealed partial class KnownShapes
{
    private static readonly HashSet<string> _shapeOfFirst =
    [
        .. "Abs BiasGelu BitShift Cast Ceil Clip Cos CastLike CumSum DequantizeLinear Dropout Elu Erf Exp FastGelu Floor Gelu".Split(
            ' '
        ),
        .. "HardSigmoid HardSwish Identity IsInf IsNaN LayerNormalization LeakyRelu Log LogSoftmax Neg Not".Split(' '),
        .. "QuantizeLinear QuickGelu Reciprocal Relu RMSNormalization RotaryEmbedding Round ScatterND Sigmoid Sign".Split(
            ' '
        ),
        .. "SimplifiedLayerNormalization Sin SkipLayerNormalization SkipSimplifiedLayerNormalization Softmax Softplus".Split(
            ' '
        ),
        .. "Sqrt Swish Tanh Trilu DynamicQuantizeLinear ScatterElements".Split(' '),
    ];

    private static readonly HashSet<string> _broadcast =
    [
        .. "Add And Div Equal Greater GreaterOrEqual Less LessOrEqual Max Min Mod Mul Or Pow PRelu Sub Where Xor".Split(
            ' '
        ),
    ];

    private readonly Dictionary<string, string?[]> _dims = [];
    private readonly Dictionary<string, TensorType> _types = [];
    private readonly Dictionary<string, long[]> _integers = [];

    /// <summary>Walks a graph once.</summary>
    public KnownShapes(GraphProto graph)
    {
        foreach (var value in graph.ValueInfo.Concat(graph.Output).Concat(graph.Input))
        {
            Declare(value);
        }
        foreach (var tensor in graph.Initializer)
        {
            Store(tensor.Name, tensor);
        }
        foreach (var node in graph.Node)
        {
            Infer(node);
        }
    }

    public int? Rank(string tensor) => _dims.GetValueOrDefault(tensor)?.Length;

    /// <summary>A size that is a number, or null.</summary>
    public long? Size(string tensor, int axis) =>
        long.TryParse(Name(tensor, axis), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <summary>A size as text: a number, or the name of one that varies; null where it is not known.</summary>
    public string? Name(string tensor, int axis)
    {
        var dims = _dims.GetValueOrDefault(tensor);
        axis = axis < 0 && dims is not null ? axis + dims.Length : axis;
        return dims is not null && axis >= 0 && axis < dims.Length ? dims[axis] : null;
    }

    /// <summary>Whether one of the sizes is 0.</summary>
    public bool IsEmpty(string tensor) => _dims.GetValueOrDefault(tensor)?.Contains("0") == true;

    public TensorType? Type(string tensor) => _types.TryGetValue(tensor, out var type) ? type : null;

    /// <summary>Whether a Cast makes floats of 32 bits.</summary>
    public static bool IsFloat(NodeProto cast) => OnnxModel.Integer(cast, "to", 0) == (long)TensorType.Float;

    private void Declare(ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } type)
        {
            return;
        }
        _types[value.Name] = (TensorType)type.ElemType;
        if (type.Shape is { } shape)
        {
            _dims[value.Name] =
            [
                .. shape.Dim.Select(d =>
                    d.HasDimValue && d.DimValue > 0 ? Text(d.DimValue)
                    : d.DimParam.Length > 0 ? d.DimParam
                    : null
                ),
            ];
        }
    }

    private void Store(string name, TensorProto tensor)
    {
        _dims[name] = [.. tensor.Dims.Select(Text)];
        _types[name] = (TensorType)tensor.DataType;
        if (!ExternalData.IsExternal(tensor) && TensorData.SmallIntegers(tensor) is { } values)
        {
            _integers[name] = values;
        }
    }

    private void Infer(NodeProto node)
    {
        if (node.OpType == "Constant" && GraphNormaliser.Value(node) is { } value && node.Output.Count > 0)
        {
            Store(node.Output[0], value);
        }
        if (node.Input.Count == 0 || node.Output.Count == 0)
        {
            return;
        }
        if (Inferred(node) is { } dims)
        {
            foreach (var output in node.Output.Where((_, i) => i == 0 || node.OpType == "Split"))
            {
                _dims[output] = Merge(dims, _dims.GetValueOrDefault(output));
            }
        }
        if (TypeOf(node) is { } type)
        {
            foreach (var output in node.Output.Where((_, i) => i == 0 || node.OpType == "Split"))
            {
                _types[output] = type;
            }
        }
        foreach (var output in SameAsFirst(node))
        {
            _types[output] = _types.GetValueOrDefault(node.Output[0]);
            if (_dims.TryGetValue(node.Output[0], out var first))
            {
                _dims[output] = first;
            }
        }
    }

    // The sum of what a fused normalisation was given has its output's shape.
    private static IEnumerable<string> SameAsFirst(NodeProto node) =>
        node.OpType switch
        {
            "SkipLayerNormalization" or "SkipSimplifiedLayerNormalization" => node.Output.Skip(3),
            "EmbedLayerNormalization" => node.Output.Skip(2),
            _ => [],
        };

    private TensorType? TypeOf(NodeProto node) =>
        node.OpType switch
        {
            "Cast" => (TensorType)OnnxModel.Integer(node, "to", 0),
            "And" or "Equal" or "Greater" or "GreaterOrEqual" or "IsInf" or "IsNaN" => TensorType.Bool,
            "Less" or "LessOrEqual" or "Not" or "Or" or "Xor" => TensorType.Bool,
            "ArgMax" or "ArgMin" or "NonZero" or "Shape" or "Size" => TensorType.Int64,
            "ConstantOfShape" => (TensorType)(OnnxModel.Attribute(node, "value")?.T?.DataType ?? (int)TensorType.Float),
            "CastLike" or "DequantizeLinear" or "Where" => Type(node.Input[1]),
            "QuantizeLinear" or "DynamicQuantizeLinear" or "MatMulInteger" or "GatherBlockQuantized" => null,
            "EmbedLayerNormalization" => Type(node.Input[2]),
            _ => Type(node.Input[0]),
        };

    private static string Text(long size) => size.ToString(CultureInfo.InvariantCulture);
}
