using Prismatic.Encoders;

namespace Prismatic.Tool.Commands;

/// <summary>The values of <c>--encoder</c> and <c>--pooling</c>, and the words that commands describe them by.</summary>
/// <param name="Path">A folder, an .onnx file or a name on the hub; null where none was given.</param>
/// <param name="Pooling">How tokens become one vector.</param>
internal readonly record struct EncoderOption(string? Path, Pooling Pooling)
{
    public const string PathTemplate = "--encoder <PATH>";
    public const string PathHelp =
        "Sentence encoder that reads the meaning of texts: a folder, an .onnx file, or hf://OWNER/NAME. Default: none; the "
        + "hidden states of the proxy model stand for meaning.";
    public const string PoolingTemplate = "--pooling <NAME>";
    public const string PoolingHelp =
        "How the encoder's tokens become one vector: auto (as its files say), mean, cls or last. Default: auto.";

    /// <summary>Stops with exit code 2 where the two options, or the views asked for, do not go together.</summary>
    /// <param name="needsEncoder">Whether a view asked for takes an encoder.</param>
    public void Check(bool needsEncoder)
    {
        if (Path is null && Pooling != Pooling.Auto)
        {
            throw new PrismaticException("--pooling goes with --encoder; give both", ExitCode.Usage);
        }
        if (Path is null && needsEncoder)
        {
            throw Measuring.FeatureChoice.WithoutEncoder();
        }
    }
}
