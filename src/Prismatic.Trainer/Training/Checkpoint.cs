using System.Runtime.InteropServices;

namespace Prismatic.Trainer.Training;

/// <summary>State of a training run on disk: step, weights, moments. Never committed.</summary>
internal static class Checkpoint
{
    public static void Save(
        string path,
        int step,
        IReadOnlyDictionary<string, float[]> weights,
        IReadOnlyDictionary<string, (float[] First, float[] Second)> moments
    )
    {
        var partial = path + ".part";
        using (var writer = new BinaryWriter(File.Create(partial)))
        {
            writer.Write(step);
            foreach (var name in weights.Keys.Order(StringComparer.Ordinal))
            {
                writer.Write(name);
                foreach (var values in (float[][])[weights[name], moments[name].First, moments[name].Second])
                {
                    writer.Write(values.Length);
                    writer.Write(MemoryMarshal.AsBytes<float>(values));
                }
            }
        }
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Fills weights and moments in place.</summary>
    /// <returns>The step.</returns>
    public static int Load(
        string path,
        IReadOnlyDictionary<string, float[]> weights,
        IReadOnlyDictionary<string, (float[] First, float[] Second)> moments
    )
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var step = reader.ReadInt32();
        for (var i = 0; i < weights.Count; i++)
        {
            var name = reader.ReadString();
            foreach (var values in (float[][])[weights[name], moments[name].First, moments[name].Second])
            {
                if (reader.ReadInt32() != values.Length)
                {
                    throw new PrismaticException(
                        $"{path} belongs to a model of another shape; delete it or choose another"
                    );
                }
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            }
        }
        return step;
    }
}
