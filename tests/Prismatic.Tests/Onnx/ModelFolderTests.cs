using Prismatic.Onnx;

namespace Prismatic.Tests.Onnx;

/// <summary>Of the ONNX files that publishers put side by side the plainest is taken.</summary>
public sealed class ModelFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-folder");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("model.onnx", "model.onnx")]
    [InlineData("onnx/model.onnx", "onnx/model.onnx")]
    [InlineData("model.onnx", "onnx/model.onnx", "model.onnx", "model_fp16.onnx")]
    [InlineData("onnx/model.onnx", "onnx/model_q4.onnx", "onnx/model.onnx", "onnx/model_fp16.onnx")]
    [InlineData("onnx/model_fp16.onnx", "onnx/model_q4.onnx", "onnx/model_int8.onnx", "onnx/model_fp16.onnx")]
    [InlineData("onnx/model_int8.onnx", "onnx/model_q4.onnx", "onnx/model_int8.onnx", "onnx/model_bnb4.onnx")]
    [InlineData("onnx/model_q4.onnx", "onnx/model_q4f16.onnx", "onnx/model_q4.onnx")]
    [InlineData(
        "decoder_model.onnx",
        "decoder_with_past_model.onnx",
        "decoder_model_merged.onnx",
        "decoder_model.onnx"
    )]
    [InlineData("decoder_model_merged.onnx", "decoder_with_past_model.onnx", "decoder_model_merged.onnx")]
    [InlineData("own-name.onnx", "own-name.onnx")]
    public void The_plainest_file_is_taken(string expected, params string[] files)
    {
        Put(files);
        var found = ModelFolder.Find(_folder.FullName);
        Assert.Equal(PathOf(expected), found.File);
        Assert.Equal(files.Length > 1, found.Choice is not null);
    }

    [Theory]
    [InlineData("decoder.onnx", "decoder.onnx")]
    [InlineData("../decoder.onnx", "model_q4.onnx")]
    [InlineData("missing.onnx", "model_q4.onnx")]
    public void The_file_that_genai_config_names_goes_before_variants(string named, string expected)
    {
        Put("decoder.onnx", "model_q4.onnx");
        File.WriteAllText(PathOf("genai_config.json"), $"{{\"model\":{{\"decoder\":{{\"filename\":\"{named}\"}}}}}}");
        Assert.Equal(PathOf(expected), ModelFolder.Find(_folder.FullName).File);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"model\":{\"decoder\":{\"filename\":7}}}")]
    public void A_broken_genai_config_does_not_stand_in_the_way(string content)
    {
        Put("model_fp16.onnx", "other.onnx");
        File.WriteAllText(PathOf("genai_config.json"), content);
        Assert.Equal(PathOf("model_fp16.onnx"), ModelFolder.Find(_folder.FullName).File);
    }

    [Fact]
    public void What_cannot_be_decided_or_found_is_said_in_one_line()
    {
        Assert.Contains("no .onnx file", Fault(_folder.FullName), StringComparison.Ordinal);
        Assert.Contains("no model at", Fault(PathOf("nowhere")), StringComparison.Ordinal);
        Put("first.onnx", "second.onnx");
        Assert.Contains("first.onnx, second.onnx", Fault(_folder.FullName), StringComparison.Ordinal);
        Assert.Equal(PathOf("second.onnx"), ModelFolder.Find(PathOf("second.onnx")).File);
    }

    private static string Fault(string path)
    {
        var message = Assert.Throws<PrismaticException>(() => ModelFolder.Find(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private void Put(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.WriteAllText(PathOf(file), "");
        }
    }

    private string PathOf(string name) => Path.Combine([_folder.FullName, .. name.Split('/')]);
}
