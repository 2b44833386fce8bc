using System.Runtime.InteropServices;
using System.Text.Json;
using Prismatic.Trainer.Model;

namespace Prismatic.Trainer.Training;

/// <summary>State of a training run on disk: shape, step, weights and the optimiser's moments. Never committed.</summary>
internal static class Checkpoint
{
    private const string Magic = "prismatic checkpoint 2";

    /// <summary>Writes the state beside <paramref name="path"/> and renames it.</summary>
    public static void Save(string path, DecoderShape shape, int step, IReadOnlyDictionary<string, float[]> state)
    {
        var partial = path + ".part";
        using (var writer = new BinaryWriter(File.Create(partial)))
        {
            writer.Write(Magic);
            writer.Write(JsonSerializer.Serialize(shape));
            writer.Write(step);
            foreach (var name in state.Keys.Order(StringComparer.Ordinal))
            {
                writer.Write(name);
                writer.Write(state[name].Length);
                writer.Write(MemoryMarshal.AsBytes<float>(state[name]));
            }
        }
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>The shape of the model that a checkpoint holds.</summary>
    public static DecoderShape Shape(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        return Header(reader, path);
    }

    /// <summary>Fills <paramref name="state"/> in place with what the file holds under the same names.</summary>
    /// <returns>The step.</returns>
    /// <exception cref="PrismaticException">Not a checkpoint, or one that lacks part of the state.</exception>
    public static int Load(string path, DecoderShape shape, IReadOnlyDictionary<string, float[]> state)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        if (Header(reader, path) != shape)
        {
            throw new PrismaticException($"{path} belongs to a model of another shape; delete it or choose another");
        }
        var step = reader.ReadInt32();
        var missing = state.Keys.ToHashSet(StringComparer.Ordinal);
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var name = reader.ReadString();
            var length = reader.ReadInt32();
            if (!state.TryGetValue(name, out var values))
            {
                reader.BaseStream.Seek(length * (long)sizeof(float), SeekOrigin.Current);
                continue;
            }
            if (length != values.Length)
            {
                throw new PrismaticException($"{path} holds '{name}' in another size; delete it or choose another");
            }
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            missing.Remove(name);
        }
        return missing.Count == 0
            ? step
            : throw new PrismaticException(
                $"{path} was written by another optimiser ('{missing.Min()}' is not in it); delete it or choose another"
            );
    }

    private static DecoderShape Header(BinaryReader reader, string path)
    {
        try
        {
            if (reader.ReadString() == Magic)
            {
                return JsonSerializer.Deserialize<DecoderShape>(reader.ReadString())!;
            }
        }
        catch (Exception fault) when (fault is IOException or FormatException or JsonException)
        {
            // Not ours: said below.
        }
        throw new PrismaticException($"{path} is not a checkpoint of this trainer; delete it or choose another");
    }
}
