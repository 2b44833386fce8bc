using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;

namespace Prismatic.Tests.TestData;

/// <summary>The references describe the same models and operators that ONNX Runtime runs, and agree with themselves.</summary>
public sealed class TestDataTests
{
    public static TheoryData<string> Models => [.. ReferenceFile.ModelNames];

    public static TheoryData<string> Operators => [.. OperatorCase.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Onnx_runtime_gives_the_logits_and_losses_of_the_reference(string name)
    {
        var reference = ReferenceFile.Load(name);
        var logits = Logits(reference, reference.Batch);

        AssertClose(reference.Logits.ToDoubles(), logits, 1e-5);
        AssertClose(reference.Losses.ToDoubles(), Losses(logits, reference.Batch), 1e-5);
        Assert.True(reference.Losses.ToDoubles().Distinct().Count() == reference.Rows);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_alone_has_the_loss_it_has_in_the_padded_batch(string name)
    {
        var reference = ReferenceFile.Load(name);
        for (var row = 0; row < reference.Rows; row++)
        {
            var alone = reference.RowAlone(row);
            AssertClose(reference.Losses.Row(row), Losses(Logits(reference, alone), alone), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Blocks_and_norms_follow_from_the_whole_gradients(string name)
    {
        var reference = ReferenceFile.Load(name);
        var whole = reference.Layers.Where(l => l.Gradients is not null).ToArray();
        Assert.NotEmpty(whole);
        foreach (var layer in whole)
        {
            for (var row = 0; row < reference.Rows; row++)
            {
                var gradient = layer.Gradients!.Row(row);
                AssertClose(layer.Blocks.Row(row), Project(gradient, layer, reference.K), 1e-6);
                AssertClose(layer.Norms.Row(row), [Math.Sqrt(gradient.Sum(v => v * v))], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Float32_and_float64_agree_and_padding_changes_nothing(string name)
    {
        var reference = ReferenceFile.Load(name);
        foreach (var layer in reference.Layers)
        {
            AssertClose(layer.Blocks.ToDoubles(), layer.BlocksFloat32.ToDoubles(), 1e-5);
        }
        Assert.All(reference.Facts.PaddedBatchAgainstRowAlone, v => Assert.InRange(v, 0, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Onnx_runtime_gives_the_outputs_of_the_case(string name)
    {
        var operatorCase = OperatorCase.Get(name);
        using var session = OnnxSession.Load(operatorCase.ToModel(), new SessionSettings { Threads = 1 });
        var inputs = operatorCase.Varying.ToDictionary(
            OperatorCase.InputName,
            i => OnnxSession.Tensor<float>(operatorCase.Inputs[i]!.ToFloats(), operatorCase.Inputs[i]!.Shape)
        );
        using var results = session.Run(inputs, [.. operatorCase.Outputs.Select((_, i) => OperatorCase.OutputName(i))]);
        for (var i = 0; i < operatorCase.Outputs.Length; i++)
        {
            Assert.Equal(operatorCase.Outputs[i].Shape, results[i].GetTensorTypeAndShape().Shape);
            AssertClose(operatorCase.Outputs[i].Data, Doubles(results[i]), 1e-5);
        }
        foreach (var value in inputs.Values)
        {
            value.Dispose();
        }
    }

    private static double[] Logits(ReferenceFile reference, Dictionary<string, ReferenceTensor> batch)
    {
        using var session = OnnxSession.Load(reference.ModelPath, new SessionSettings { Threads = 1 });
        Assert.Equal(reference.Inputs, session.InputNames);
        var inputs = reference.Inputs.ToDictionary(
            n => n,
            n => OnnxSession.Tensor<long>(batch[n].ToLongs(), [.. batch[n].Shape.Select(d => (long)d)])
        );
        using var results = session.Run(inputs, ["logits"]);
        foreach (var value in inputs.Values)
        {
            value.Dispose();
        }
        return Doubles(results[0]);
    }

    private static double[] Losses(double[] logits, Dictionary<string, ReferenceTensor> batch)
    {
        var labels = batch["labels"].ToLongs();
        var weights = batch["loss_weight"].ToDoubles();
        var vocabulary = logits.Length / labels.Length;
        var losses = new double[batch["labels"].Shape[0]];
        for (var t = 0; t < labels.Length; t++)
        {
            var scores = logits.AsSpan(t * vocabulary, vocabulary).ToArray();
            var lse = Math.Log(scores.Sum(Math.Exp));
            losses[t / batch["labels"].Shape[1]] += weights[t] * (lse - scores[labels[t]]);
        }
        return losses;
    }

    private static double[] Project(double[] gradient, ReferenceLayer layer, int k)
    {
        var (pIn, pOut) = (layer.PIn.ToDoubles(), layer.POut.ToDoubles());
        var block = new double[k * k];
        for (var i = 0; i < layer.In; i++)
        {
            for (var o = 0; o < layer.Out; o++)
            {
                for (var entry = 0; entry < block.Length; entry++)
                {
                    block[entry] += pOut[o * k + entry / k] * gradient[i * layer.Out + o] * pIn[i * k + entry % k];
                }
            }
        }
        return block;
    }

    private static double[] Doubles(OrtValue value) =>
        Array.ConvertAll(value.GetTensorDataAsSpan<float>().ToArray(), v => (double)v);

    /// <summary>Relative L2 distance; of a zero vector, its absolute length.</summary>
    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var distance = Math.Sqrt(expected.Zip(actual, (e, a) => (e - a) * (e - a)).Sum());
        var length = Math.Sqrt(expected.Sum(v => v * v));
        Assert.InRange(distance / (length > 0 ? length : 1), 0, tolerance);
    }
}
