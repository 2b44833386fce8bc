using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Trainer.Experiments;

/// <summary>The test mix as token ids.</summary>
/// <param name="Names">Sources.</param>
/// <param name="Sequences">For each source its rows: begin, text, end, cut at the students' window.</param>
/// <param name="Bytes">For each source the bytes that its predicted ids stand for; an end id counts as one.</param>
internal sealed record TestMix(IReadOnlyList<string> Names, IReadOnlyList<int[][]> Sequences, IReadOnlyList<long> Bytes)
{
    /// <summary>Identity of names and ids.</summary>
    public string Hash { get; } = HashOf(Names, Sequences);

    public static TestMix Of(Universe universe, int window)
    {
        string[] names = [.. universe.Test.Keys];
        int[][][] sequences =
        [
            .. names.Select(name =>
                universe
                    .Test[name]
                    .Select(row => universe.Encode(row))
                    .Select(ids => ids[..Math.Min(ids.Length, window + 1)])
                    .ToArray()
            ),
        ];
        return new TestMix(
            names,
            sequences,
            [.. sequences.Select(rows => rows.Sum(ids => ids.Skip(1).Sum(id => BytesOf(universe, id))))]
        );
    }

    private static string HashOf(IReadOnlyList<string> names, IReadOnlyList<int[][]> sequences)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', names)));
        foreach (var ids in sequences.SelectMany(static rows => rows))
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>(ids));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static long BytesOf(Universe universe, int id) => Math.Max(1, universe.Tokenizer.PieceBytes(id).Length);
}

/// <summary>Forward pass with weights that change from student to student.</summary>
internal sealed class StudentTest : IDisposable
{
    private const int BatchTokens = 2048;
    private readonly CausalModel _model;
    private readonly OnnxSession _session;
    private readonly TestMix _mix;
    private readonly Dictionary<string, long[]> _dims;
    private readonly List<(int Source, TokenBatch Batch)> _batches;

    public StudentTest(ModelProto model, IReadOnlyCollection<string> names, TestMix mix, SessionSettings settings)
    {
        _mix = mix;
        _dims = model
            .Graph.Initializer.Where(tensor => names.Contains(tensor.Name))
            .ToDictionary(tensor => tensor.Name, tensor => tensor.Dims.ToArray());
        _model = CausalModel.Create(model, names);
        GraphNormaliser.RemoveDead(_model.Graph.Model.Graph);
        _session = OnnxSession.Load(_model.Graph.Model, settings);
        _batches = [.. Enumerable.Range(0, mix.Names.Count).SelectMany(Batches)];
    }

    /// <summary>Bits per byte of each source.</summary>
    public double[] BitsPerByte(IReadOnlyDictionary<string, float[]> weights)
    {
        var values = weights.ToDictionary(
            static pair => pair.Key,
            pair => OnnxSession.Tensor<float>(pair.Value, _dims[pair.Key])
        );
        try
        {
            var nats = new double[_mix.Names.Count];
            foreach (var (source, batch) in _batches)
            {
                nats[source] += Nats(batch, values);
            }
            return [.. nats.Select((sum, i) => sum / Math.Log(2) / _mix.Bytes[i])];
        }
        finally
        {
            foreach (var value in values.Values)
            {
                value.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private double Nats(TokenBatch batch, Dictionary<string, OrtValue> weights)
    {
        using var inputs = batch.Inputs(_model.InputNames, _model.InputType);
        var all = new Dictionary<string, OrtValue>(weights);
        foreach (var (name, value) in inputs.Values)
        {
            all[name] = value;
        }
        using var outputs = _session.Run(all, [CausalModel.Loss]);
        var sum = 0.0;
        foreach (var loss in outputs[0].GetTensorDataAsSpan<float>())
        {
            sum += loss;
        }
        return sum;
    }

    private IEnumerable<(int Source, TokenBatch Batch)> Batches(int source)
    {
        int[][] rows = [.. _mix.Sequences[source].OrderByDescending(static ids => ids.Length)];
        for (var next = 0; next < rows.Length; )
        {
            var length = rows[next].Length;
            int[][] members = [.. rows.Skip(next).Take(Math.Max(1, BatchTokens / length))];
            next += members.Length;
            List<LossTarget> targets =
            [
                .. members.SelectMany(
                    static (ids, row) =>
                        Enumerable.Range(1, ids.Length - 1).Select(t => new LossTarget(row, t - 1, ids[t], 1))
                ),
            ];
            yield return (source, new TokenBatch(members, targets, length));
        }
    }
}
