using System.Security.Cryptography;
using Google.Protobuf;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Reads and writes ONNX files, and answers the questions every user of a graph asks.</summary>
public static class OnnxModel
{
    private const string LfsPointer = "version https://git-lfs.github.com/spec/v1";

    /// <summary>Reads a model. Large weights in files beside it stay there and are mapped by the sessions.</summary>
    /// <exception cref="PrismaticException">No such file, not an ONNX file, or its external data is missing.</exception>
    public static ModelProto Load(string path)
    {
        var bytes = Read(path);
        if (bytes.AsSpan().StartsWith(System.Text.Encoding.ASCII.GetBytes(LfsPointer)))
        {
            throw new PrismaticException($"{path} is a Git LFS pointer, not the model; run 'git lfs pull' first");
        }
        var model = Parse(bytes, path);
        ExternalData.Attach(model, Path.GetDirectoryName(Path.GetFullPath(path))!);
        return model;
    }

    /// <summary>Files beside a model that hold weights of it, small ones too: whole paths, each once, in ordinal order.</summary>
    /// <exception cref="PrismaticException">As <see cref="Load"/>.</exception>
    public static IReadOnlyList<string> WeightFiles(string path) =>
        ExternalData.FilesBeside(Parse(Read(path), path), Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>Parses a model that lives in memory.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="PrismaticException">Not an ONNX model.</exception>
    public static ModelProto Parse(ReadOnlySpan<byte> bytes, string name)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw NotOnnx(name, fault);
        }
        return model.Graph is { Node.Count: > 0 } && model.OpsetImport.Count > 0 ? model : throw NotOnnx(name, null);
    }

    /// <summary>Writes <paramref name="model"/> beside <paramref name="path"/> and renames it.</summary>
    public static void Save(ModelProto model, string path)
    {
        var partial = path + ".part";
        File.WriteAllBytes(partial, model.ToByteArray());
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Version of the standard operator set the model asks for.</summary>
    public static long Opset(ModelProto model) =>
        model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version ?? 1;

    /// <summary>An attribute of a node, or null.</summary>
    public static AttributeProto? Attribute(NodeProto node, string name) =>
        node.Attribute.FirstOrDefault(a => a.Name == name);

    /// <summary>An integer attribute of a node, or its default.</summary>
    public static long Integer(NodeProto node, string name, long fallback) => Attribute(node, name)?.I ?? fallback;

    /// <summary>A float attribute of a node, or its default.</summary>
    public static float Float(NodeProto node, string name, float fallback) => Attribute(node, name)?.F ?? fallback;

    /// <summary>SHA-256 over the nodes and small constants of a graph: what is computed, without the weights.</summary>
    internal static string StructureHash(GraphProto graph)
    {
        const int Small = 1 << 12;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in graph.Node.Concat<IMessage>(graph.Initializer.Where(w => w.CalculateSize() <= Small)))
        {
            var bytes = part.ToByteArray();
            // Lengths keep parts apart.
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Number of elements of a tensor.</summary>
    public static long ElementCount(TensorProto tensor) => tensor.Dims.Aggregate(1L, (product, dim) => product * dim);

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PrismaticException($"there is no model at {path}", ExitCode.Input, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PrismaticException($"{path} cannot be read: {fault.Message}", ExitCode.Input, fault);
        }
    }

    private static PrismaticException NotOnnx(string name, Exception? fault) =>
        new($"{name} is not an ONNX model; give an .onnx file", ExitCode.Input, fault);

    /// <summary>What the bodies of a loop or a branch read from outside, and what they make themselves.</summary>
    internal static IEnumerable<string> Captured(NodeProto node) =>
        node
            .Attribute.Where(a => a.G is not null)
            .SelectMany(a =>
                a.G.Node.SelectMany(n => n.Input.Concat(Captured(n))).Concat(a.G.Output.Select(o => o.Name))
            );
}
