using System.Text.Json;
using Prismatic.Gradients;
using Prismatic.Trainer.Model;

namespace Prismatic.Benchmarks;

/// <summary>TRAK's projector on the CPU, from short gradients drawn out to those of our models.</summary>
/// <remarks>
/// It draws a matrix of gradient length x dimension anew for every batch, so its time is proportional to the length. At 106
/// million numbers a batch would take hours.
/// </remarks>
internal static class TrakProjection
{
    private const int Batch = 16;

    public static void Print(IReadOnlyList<(string Name, DecoderShape Shape, double Seconds)> models)
    {
        if (PeerDriver.Folder() is not { } folder || Environment.GetEnvironmentVariable("PEERS_DIR") is null)
        {
            Console.WriteLine(
                "TRAK skipped: no folder shared/peers, or PEERS_DIR names no folder with a checkout 'trak'"
            );
            return;
        }
        var dimension = new RandomProjection().Dimension;
        var times = new List<(int Length, double Seconds)>();
        foreach (var length in (int[])[200_000, 400_000])
        {
            string[] arguments = ["--grad-dim", $"{length}", "--proj-dim", $"{dimension}", "--batch", $"{Batch}"];
            if (PeerDriver.Run(folder, "project_trak.py", arguments) is not { } result)
            {
                return;
            }
            times.Add((length, result.GetProperty("seconds").GetProperty("project").GetDouble()));
        }
        var rate = times[^1].Seconds / times[^1].Length;
        Console.WriteLine(
            $"""
            TRAK's BasicProjector, {Batch} gradients to {dimension} numbers: {string.Join(
                ", ",
                times.Select(t => $"{t.Seconds:F2} s at a length of {t.Length}")
            )}. Extrapolated by length:

            | model | numbers in a gradient | projection alone, s a row | prismatic, gradient and projection, s a row | ratio |
            | --- | ---: | ---: | ---: | ---: |
            """
        );
        foreach (var (name, shape, seconds) in models)
        {
            var length = shape
                .Weights()
                .Where(w => w.Dims.Length == 2 && w.Name != "embedding")
                .Sum(w => (double)w.Dims[0] * w.Dims[1]);
            var row = rate * length / Batch;
            Console.WriteLine($"| {name} | {length:F0} | {row:F1} | {seconds:F3} | {row / seconds:F0} |");
        }
    }
}
