using Prismatic.Numerics;

namespace Prismatic.Benchmarks;

/// <summary>Eigenvalues of a random symmetric matrix beside MathNet.Numerics, which also makes the vectors.</summary>
internal static class EigenBenchmark
{
    public static int Run(string[] arguments)
    {
        var runs = arguments.Length > 0 ? int.Parse(arguments[0]) : 5;
        const int Size = 1024;
        var random = new Pcg32(1);
        var matrix = new double[Size * Size];
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[(i * Size) + j] = matrix[(j * Size) + i] = random.NextGaussian();
            }
        }
        var (ours, theirs) = (new List<Seconds>(), new List<Seconds>());
        for (var run = 0; run <= runs; run++)
        {
            double[] copy = [.. matrix];
            ours.Add(Seconds.Of(() => _ = new SymmetricEigen(copy, Size).Values));
            var dense = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(Size, Size, [.. matrix]);
            theirs.Add(Seconds.Of(() => _ = dense.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric)));
        }
        Console.WriteLine($"| eigenvalues, d = {Size}, medians of {runs} runs | wall s | CPU s |\n|---|--:|--:|");
        Console.WriteLine(Seconds.Median(ours.Skip(1)).Row("prismatic"));
        Console.WriteLine(Seconds.Median(theirs.Skip(1)).Row("MathNet.Numerics 5.0.0 (with vectors)"));
        return 0;
    }
}
