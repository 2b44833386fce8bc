using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Prismatic.Trainer.Experiments;

/// <summary>One student to be trained.</summary>
/// <param name="Label">What it stands for, for people who read the results file.</param>
/// <param name="Rows">Token ids of each row.</param>
/// <param name="Seed">Of first weights and order.</param>
internal sealed record StudentJob(string Label, IReadOnlyList<int[]> Rows, ulong Seed)
{
    /// <summary>Identity of everything that decides the result.</summary>
    public string Key(string settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{settings}/seed-{Seed}")));
        foreach (var row in Rows)
        {
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(row));
            hash.AppendData([0xFF]);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..24];
    }
}

/// <summary>
/// Trains students side by side, one thread each, and keeps a line for each in a results file: a run that was stopped goes
/// on where it stood, and a student that two methods share is trained once.
/// </summary>
internal sealed class StudentRuns(StudentOptions options, TestMix mix, string resultsPath, int threads)
{
    private readonly Dictionary<string, double[]> _known = Read(resultsPath, mix.Names);
    private readonly string _settings = $"{JsonSerializer.Serialize(options)}/{mix.Hash}/v1";

    /// <summary>Bits per byte of each job on each test source, in the order of the jobs.</summary>
    /// <param name="jobs">Students.</param>
    /// <param name="progress">Told how many are done, of how many that were not known.</param>
    /// <param name="cancellation">Checked at every step; what is done stays in the file.</param>
    public IReadOnlyList<double[]> Run(
        IReadOnlyList<StudentJob> jobs,
        Action<int, int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        string[] keys = [.. jobs.AsParallel().AsOrdered().Select(job => job.Key(_settings))];
        int[] open =
        [
            .. Enumerable.Range(0, jobs.Count).Where(i => !_known.ContainsKey(keys[i])).DistinctBy(i => keys[i]),
        ];
        var (next, done, gate) = (-1, 0, new Lock());
        Parallel.For(
            0,
            Math.Min(threads, open.Length),
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            _ =>
            {
                using var trainer = new StudentTrainer(options, mix);
                for (int i; (i = Interlocked.Increment(ref next)) < open.Length; )
                {
                    var job = jobs[open[i]];
                    var losses = trainer.Train(job.Rows, job.Seed, cancellation);
                    lock (gate)
                    {
                        Append(keys[open[i]], job, losses);
                        progress?.Invoke(++done, open.Length);
                    }
                }
            }
        );
        return [.. keys.Select(key => _known[key])];
    }

    private void Append(string key, StudentJob job, double[] losses)
    {
        var line = new ResultLine(
            key,
            job.Label,
            job.Seed,
            mix.Names.Zip(losses).ToDictionary(p => p.First, p => p.Second)
        );
        File.AppendAllText(resultsPath, JsonSerializer.Serialize(line) + "\n");
        _known[key] = losses;
    }

    private static Dictionary<string, double[]> Read(string path, IReadOnlyList<string> names)
    {
        var known = new Dictionary<string, double[]>();
        if (!File.Exists(path))
        {
            return known;
        }
        var text = File.ReadAllText(path);
        // A run that was killed may have left half a line; what follows must not be joined to it.
        if (text.Length > 0 && !text.EndsWith('\n'))
        {
            File.AppendAllText(path, "\n");
        }
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(line) is { } result && names.All(result.BitsPerByte.ContainsKey))
            {
                known[result.Key] = [.. names.Select(name => result.BitsPerByte[name])];
            }
        }
        return known;
    }

    private static ResultLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ResultLine>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record ResultLine(string Key, string Label, ulong Seed, Dictionary<string, double> BitsPerByte);
}
