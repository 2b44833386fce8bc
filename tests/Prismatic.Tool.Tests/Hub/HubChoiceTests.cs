using Prismatic.Tool.Hub;

namespace Prismatic.Tool.Tests.Hub;

/// <summary>What a name means, and which files of a repository it needs.</summary>
public sealed class HubChoiceTests
{
    [Theory]
    [InlineData("hf://owner/na.me-1_x", "owner/na.me-1_x", null, "")]
    [InlineData("hf://owner/name@v1.0", "owner/name", "v1.0", "")]
    [InlineData("hf://owner/name@refs/pr/3/onnx/model_q4.onnx", "owner/name", "refs/pr/3", "onnx/model_q4.onnx")]
    [InlineData("hf://owner/name@a%2Fb", "owner/name", "a/b", "")]
    [InlineData("hf://owner/name/onnx/model.onnx", "owner/name", null, "onnx/model.onnx")]
    public void Names_of_models_are_read_and_written(string text, string repository, string? revision, string path)
    {
        var reference = HubReference.Parse(text, HubKind.Model);
        Assert.Equal((repository, revision, path), (reference.Repository, reference.Revision, reference.Path));
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("hf://datasets/owner/name", null, "")]
    [InlineData("hf://datasets/owner/name/config/split", null, "config/split")]
    [InlineData("hf://datasets/owner/name@refs/convert/parquet/config", "refs/convert/parquet", "config")]
    public void Names_of_data_sets_are_read_and_written(string text, string? revision, string path)
    {
        var reference = HubReference.Parse(text, HubKind.Dataset);
        Assert.Equal((revision, path), (reference.Revision, reference.Path));
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("hf://name")]
    [InlineData("hf://owner/../x.onnx")]
    [InlineData("hf://owner/name/../../x.onnx")]
    [InlineData("hf://owner/name/model.bin")]
    [InlineData("hf://owner/na me")]
    [InlineData("hf://owner/name?x=1")]
    [InlineData("hf://-owner/name")]
    [InlineData("hf://own--er/name")]
    [InlineData("hf://owner/name@../x")]
    [InlineData("hf://owner/name@..%2F..%2Fx")]
    [InlineData("hf://datasets/owner/name")]
    [InlineData("hf://")]
    public void Names_of_another_form_are_refused_with_the_form(string text)
    {
        var fault = Assert.Throws<PrismaticException>(() => HubReference.Parse(text, HubKind.Model));
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
        Assert.Contains("hf://OWNER/NAME", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx", "model.onnx", "onnx/model.onnx", "onnx/model_q4.onnx")]
    [InlineData("onnx/model.onnx", "onnx/model_q4.onnx", "onnx/model_fp16.onnx", "onnx/model.onnx")]
    [InlineData("onnx/model_fp16.onnx", "onnx/model_q4.onnx", "onnx/model_fp16.onnx")]
    [InlineData("cpu_and_mobile/int4/model.onnx", "cuda/fp16/model.onnx", "cpu_and_mobile/int4/model.onnx")]
    [InlineData("odd.onnx", "odd.onnx")]
    public void The_plainest_model_is_taken(string expected, params string[] paths) =>
        Assert.Equal(expected, OnnxChoice.Model(Model(), Listing(paths)).Path);

    [Fact]
    public void Equally_plain_models_are_listed()
    {
        var fault = Assert.Throws<PrismaticException>(() =>
            OnnxChoice.Model(Model(), Listing("a/model.onnx", "b/model.onnx"))
        );
        Assert.Contains("a/model.onnx, b/model.onnx", fault.Message, StringComparison.Ordinal);
        Assert.Throws<PrismaticException>(() => OnnxChoice.Model(Model(), Listing("pytorch_model.bin")));
        Assert.Throws<PrismaticException>(() => OnnxChoice.Model(Model() with { Path = "no.onnx" }, Listing("a.onnx")));
    }

    [Fact]
    public void Weights_and_the_nearest_companions_come_along_and_no_other_variant()
    {
        var listing = Listing(
            "config.json",
            "tokenizer.json",
            "README.md",
            "onnx/config.json",
            "onnx/model.onnx",
            "onnx/model.onnx_data",
            "onnx/model.onnx_data_1",
            "onnx/model_q4.onnx",
            "onnx/model_q4.onnx_data",
            "modules.json",
            "sentence_bert_config.json",
            "1_Pooling/config.json",
            "2_Dense/config.json"
        );
        var model = listing.Find("onnx/model.onnx")!;
        Assert.Equal(
            ["onnx/model.onnx_data", "onnx/model.onnx_data_1"],
            OnnxChoice.Weights(model, listing).Select(f => f.Path)
        );
        Assert.Equal(
            [
                "onnx/config.json",
                "tokenizer.json",
                "modules.json",
                "sentence_bert_config.json",
                "1_Pooling/config.json",
            ],
            OnnxChoice.CompanionsOf(model, listing).Select(f => f.Path)
        );
    }

    [Theory]
    [InlineData("", "default", "train", "a/train", "default/test", "default/train")]
    [InlineData("", "only", "test", "only/test")]
    [InlineData("a", "a", "train", "a/train", "default/test")]
    [InlineData("default/test", "default", "test", "a/train", "default/test", "default/train")]
    public void The_usual_split_is_taken(string asked, string config, string split, params string[] folders)
    {
        var choice = SplitChoice.Find(Data(asked), Listing([.. folders.Select(f => $"{f}/0000.parquet")]));
        Assert.Equal((config, split), (choice.Config, choice.Split));
        Assert.Single(choice.Files);
        Assert.Equal(asked.Length == 0 && folders.Length > 1, choice.Note.Length > 0);
    }

    [Theory]
    [InlineData("defualt", "did you mean 'default'?")]
    [InlineData("default/trainn", "did you mean 'train'?")]
    [InlineData("default/other", "there are: test, train")]
    public void Wrong_names_get_the_list(string asked, string expected)
    {
        var listing = Listing("default/test/0000.parquet", "default/train/0000.parquet");
        var fault = Assert.Throws<PrismaticException>(() => SplitChoice.Find(Data(asked), listing));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_that_were_converted_in_part_are_told()
    {
        var choice = SplitChoice.Find(
            Data(""),
            Listing("default/partial-train/0000.parquet", "default/partial-train/0001.parquet")
        );
        Assert.True(choice.IsPartial);
        Assert.Equal(("train", 2), (choice.Split, choice.Files.Count));
    }

    [Fact]
    public async Task Locations_of_weights_are_found_without_reading_the_model()
    {
        var model = new Onnx.Proto.ModelProto { Graph = new Onnx.Proto.GraphProto() };
        var tensor = new Onnx.Proto.TensorProto
        {
            Name = "w",
            DataLocation = Onnx.Proto.TensorProto.Types.DataLocation.External,
        };
        tensor.ExternalData.Add(new Onnx.Proto.StringStringEntryProto { Key = "location", Value = "weights.bin" });
        tensor.ExternalData.Add(new Onnx.Proto.StringStringEntryProto { Key = "offset", Value = "4096" });
        model.Graph.Initializer.Add(tensor);
        model.Graph.Initializer.Add(
            new Onnx.Proto.TensorProto { RawData = Google.Protobuf.ByteString.CopyFrom(new byte[100_000]) }
        );
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Google.Protobuf.MessageExtensions.ToByteArray(model));
            Assert.Equal(["weights.bin"], await WeightFiles.FindAsync(path, default));
            await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^10]);
            await Assert.ThrowsAsync<PrismaticException>(() => WeightFiles.FindAsync(path, default));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_hub_knows_no_commands_and_no_reports()
    {
        var files = Directory.GetFiles(Path.Combine(Golden.Root, "src", "Prismatic.Tool", "Hub"), "*.cs");
        Assert.NotEmpty(files);
        Assert.All(
            files.SelectMany(File.ReadLines),
            line =>
                Assert.DoesNotMatch(
                    @"Prismatic\.(Reports|Tool\.Commands|Tool\.Measuring)|Environment\.GetEnvironmentVariable",
                    line
                )
        );
    }

    private static HubReference Model() => new(HubKind.Model, "o", "n", null, "");

    private static HubReference Data(string path) => new(HubKind.Dataset, "o", "n", null, path);

    private static HubListing Listing(params string[] paths) =>
        new(
            LocalHub.Commit,
            [.. paths.Order(StringComparer.Ordinal).Select(path => new HubFile(path, 10, new string('a', 64)))]
        );
}
