using System.Text;
using CsCheck;
using Google.Protobuf;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Onnx;

/// <summary>Reading model files, good and bad.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-onnx-").FullName;

    public static TheoryData<string> Names => [.. ReferenceFile.ModelNames];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_model_reads_back_the_same(string name)
    {
        var model = OnnxModel.Load(ReferenceFile.Load(name).ModelPath);
        var path = Path.Combine(_folder, "copy.onnx");
        OnnxModel.Save(model, path);
        Assert.Equal(model, OnnxModel.Load(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_missing_file_is_told_with_its_path()
    {
        var path = Path.Combine(_folder, "none.onnx");
        AssertFault($"there is no model at {path}", () => OnnxModel.Load(path));
        AssertFault("there is no model at", () => OnnxModel.Load(Path.Combine(_folder, "no", "folder.onnx")));
        AssertFault("cannot be read", () => OnnxModel.Load(_folder));
    }

    [Fact]
    public void A_git_lfs_pointer_is_told_from_a_model()
    {
        var pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n";
        AssertFault("git lfs pull", () => OnnxModel.Load(Write(Encoding.ASCII.GetBytes(pointer))));
    }

    [Fact]
    public void Text_nothing_and_a_model_without_nodes_are_no_models()
    {
        byte[][] files =
        [
            [],
            "Once upon a time there was a file.\nIt was not a model.\n"u8.ToArray(),
            "{\"model_type\": \"llama\"}"u8.ToArray(),
            "PK\u0003\u0004 zip archive"u8.ToArray(),
            new ModelProto
            {
                IrVersion = 8,
                Graph = new GraphProto { Name = "empty" },
            }.ToByteArray(),
            new byte[4096],
        ];
        foreach (var file in files)
        {
            AssertFault("is not an ONNX model", () => OnnxModel.Load(Write(file)));
        }
    }

    [Fact]
    public void Random_bytes_are_no_model_and_never_crash() =>
        Gen.Byte.Array[0, 200].Sample(bytes => AssertFault("is not an ONNX model", () => OnnxModel.Parse(bytes, "x")));

    [Fact]
    public void A_truncated_model_is_no_model()
    {
        var whole = File.ReadAllBytes(ReferenceFile.Load("tiny-gpt2").ModelPath);
        Gen.Int[1, whole.Length - 1]
            .Sample(
                length => AssertFault("is not an ONNX model", () => OnnxModel.Parse(whole.AsSpan(0, length), "x")),
                iter: 30
            );
    }

    [Fact]
    public void A_damaged_model_is_read_or_refused_with_a_clear_line()
    {
        var whole = File.ReadAllBytes(ReferenceFile.Load("tiny-neox").ModelPath);
        Gen.Select(Gen.Int[0, 60_000], Gen.Byte)
            .Sample(
                (place, value) =>
                {
                    var damaged = (byte[])whole.Clone();
                    damaged[place] = value;
                    try
                    {
                        OnnxModel.Load(Write(damaged, $"{Guid.NewGuid():N}.onnx"));
                    }
                    catch (PrismaticException fault)
                    {
                        Assert.DoesNotContain('\n', fault.Message);
                    }
                },
                iter: 50,
                threads: 1
            );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_beside_the_model_are_read_into_it(string name)
    {
        var model = OnnxModel.Load(ReferenceFile.Load(name).ModelPath);
        var path = MoveOut(model, "weights.bin");
        Assert.Equal(model, OnnxModel.Load(path));
    }

    [Fact]
    public void External_weights_that_cannot_be_had_are_named()
    {
        var model = OnnxModel.Load(ReferenceFile.Load("tiny-llama").ModelPath);
        var path = MoveOut(model, "weights.bin");
        var weights = Path.Combine(_folder, "weights.bin");

        var bytes = File.ReadAllBytes(weights);
        File.WriteAllBytes(weights, bytes[..^5]);
        AssertFault("cannot be read from weights.bin", () => OnnxModel.Load(path));
        File.Delete(weights);
        AssertFault("cannot be read from weights.bin", () => OnnxModel.Load(path));
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("inner/../../weights.bin")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a\0b")]
    public void External_weights_outside_the_models_folder_are_refused(string location)
    {
        var path = WithExternal(("location", location));
        AssertFault("outside the model's folder; the model is refused", () => OnnxModel.Load(path));
    }

    [Theory]
    [InlineData("offset", "-1")]
    [InlineData("offset", "9223372036854775807")]
    [InlineData("length", "9223372036854775807")]
    [InlineData("length", "3000000000")]
    [InlineData("length", "-7")]
    [InlineData("length", "many")]
    public void External_weights_at_impossible_places_are_refused(string key, string value)
    {
        File.WriteAllBytes(Path.Combine(_folder, "data.bin"), new byte[64]);
        var path = WithExternal(("location", "data.bin"), ("length", "16"), (key, value));
        AssertFault("'w'", () => OnnxModel.Load(path));
    }

    private static void AssertFault(string part, Action action)
    {
        var fault = Assert.Throws<PrismaticException>(action);
        Assert.Equal(ExitCode.Input, fault.ExitCode);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private string Write(byte[] bytes, string name = "file.onnx")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    // Moves every weight into one file, as large models are stored.
    private string MoveOut(ModelProto source, string file)
    {
        var model = source.Clone();
        using var data = File.Create(Path.Combine(_folder, file));
        foreach (var tensor in model.Graph.Initializer.Where(t => t.RawData.Length > 0))
        {
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{data.Position}" });
            tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{tensor.RawData.Length}" });
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.RawData.WriteTo(data);
            tensor.ClearRawData();
        }
        return Write(model.ToByteArray());
    }

    private string WithExternal(params (string Key, string Value)[] entries)
    {
        var model = OnnxModel.Load(ReferenceFile.Load("tiny-llama").ModelPath);
        var tensor = new TensorProto
        {
            Name = "w",
            DataType = (int)TensorType.Float,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        tensor.Dims.Add(4);
        tensor.ExternalData.Add(entries.Select(e => new StringStringEntryProto { Key = e.Key, Value = e.Value }));
        model.Graph.Initializer.Add(tensor);
        return Write(model.ToByteArray());
    }
}
