using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;
using Prismatic.Text;

namespace Prismatic.Encoders;

/// <summary>A graph that reads whole texts: fills its inputs and gives one of its outputs as floats.</summary>
internal sealed class EncoderSession : IDisposable
{
    private static readonly string[] Known = ["input_ids", "attention_mask", "token_type_ids", "position_ids"];
    private readonly EncoderFiles _files;
    private readonly OnnxSession _session;

    /// <summary>Loads the graph.</summary>
    /// <exception cref="PrismaticException">It has inputs that text cannot fill.</exception>
    public EncoderSession(EncoderFiles files, SessionSettings settings)
    {
        _files = files;
        _session = OnnxSession.Load(files.Graph, settings);
        var unknown = _session.InputNames.FirstOrDefault(name => !Known.Contains(name));
        if (unknown is not null || !_session.InputNames.Contains(Known[0]))
        {
            _session.Dispose();
            throw new PrismaticException(
                unknown is null
                    ? $"{files.Name} has no input 'input_ids'; it reads no text"
                    : $"{files.Name} wants the input '{Short(unknown)}', which no text fills; give a model that was exported for feature "
                        + "extraction or classification"
            );
        }
    }

    /// <summary>A batch of results.</summary>
    /// <param name="Values">All numbers, row after row.</param>
    /// <param name="Shape">Their shape.</param>
    public readonly record struct Result(float[] Values, long[] Shape);

    /// <summary>Names and shapes of all outputs for a short text of two rows; outputs that are no floats are left out.</summary>
    public IReadOnlyList<(string Name, long[] Shape)> Outputs()
    {
        var probe = _files.Tokens.Frame.One([_files.Tokens.Pad, _files.Tokens.Pad, _files.Tokens.Pad], 16);
        var outputs = new List<(string, long[])>();
        foreach (var name in _session.OutputNames)
        {
            if (TryRun([probe], new EncoderBatch([0], probe.Ids.Length, 2), name) is { } result)
            {
                outputs.Add((name, result.Shape));
            }
        }
        return outputs;
    }

    /// <summary>Runs a batch.</summary>
    /// <param name="texts">All texts; the batch names its members.</param>
    /// <param name="batch">Which, and how long.</param>
    /// <param name="output">The output wanted.</param>
    public Result Run(IReadOnlyList<FramedText> texts, EncoderBatch batch, string output) =>
        TryRun(texts, batch, output)
        ?? throw new PrismaticException($"{_files.Name}: the output '{Short(output)}' is not made of floats");

    /// <summary>What to throw where results cannot be right.</summary>
    public PrismaticException Unfit(string finding) => _session.Unfit(finding, "the encoder");

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>Names for messages.</summary>
    public static string Short(string name) => name.Length <= 60 ? name : name[..60] + "…";

    private Result? TryRun(IReadOnlyList<FramedText> texts, EncoderBatch batch, string output)
    {
        var inputs = new Dictionary<string, OrtValue>();
        try
        {
            foreach (var name in _session.InputNames)
            {
                inputs[name] = Fill(name, texts, batch);
            }
            using var results = _session.Run(inputs, [output]);
            return Read(results[0]);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new PrismaticException(
                $"{_files.Name} failed on a batch of {batch.RowCount} texts of {batch.Length} tokens; where it knows fewer, give --max-tokens: {fault.Message.ReplaceLineEndings(" ")}",
                ExitCode.Input,
                fault
            );
        }
        finally
        {
            foreach (var value in inputs.Values)
            {
                value.Dispose();
            }
        }
    }

    private static Result? Read(OrtValue value)
    {
        if (!value.IsTensor)
        {
            return null;
        }
        var info = value.GetTensorTypeAndShape();
        switch ((TensorType)(int)info.ElementDataType)
        {
            case TensorType.Float:
                return new Result(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape);
            case TensorType.Float16:
                var halves = value.GetTensorDataAsSpan<Float16>();
                var wide = new float[halves.Length];
                for (var i = 0; i < wide.Length; i++)
                {
                    wide[i] = (float)halves[i];
                }
                return new Result(wide, info.Shape);
            default:
                return null;
        }
    }

    private OrtValue Fill(string name, IReadOnlyList<FramedText> texts, EncoderBatch batch) =>
        _session.InputType(name) switch
        {
            TensorType.Int64 => Fill(name, texts, batch, value => (long)value),
            TensorType.Int32 => Fill(name, texts, batch, value => value),
            TensorType.Float => Fill(name, texts, batch, value => (float)value),
            var other => throw new PrismaticException($"{_files.Name}: its input '{name}' has the type {other}"),
        };

    private OrtValue Fill<T>(string name, IReadOnlyList<FramedText> texts, EncoderBatch batch, Func<int, T> convert)
        where T : unmanaged
    {
        var values = new T[batch.RowCount * batch.Length];
        for (var row = 0; row < batch.RowCount; row++)
        {
            var text = texts[batch.Members[Math.Min(row, batch.Members.Length - 1)]];
            for (var t = 0; t < batch.Length; t++)
            {
                var inside = t < text.Ids.Length;
                values[(row * batch.Length) + t] = convert(
                    name switch
                    {
                        "input_ids" => inside ? text.Ids[t] : _files.Tokens.Pad,
                        "attention_mask" => inside ? 1 : 0,
                        "token_type_ids" => inside ? text.Types[t] : 0,
                        _ => t,
                    }
                );
            }
        }
        return OnnxSession.Tensor<T>(values, batch.RowCount, batch.Length);
    }
}
