namespace Prismatic.Text.Pipeline;

/// <summary>How a tokenizer is refused: one line that names the part.</summary>
internal static class TokenizerFault
{
    /// <summary>A part that this tool knows nothing of. It is never replaced by one that is nearly the same.</summary>
    public static PrismaticException Unsupported(string part) =>
        new($"the tokenizer uses {Short(part)}, which is not supported; choose a model with another tokenizer");

    /// <summary>A file that is not what its name says.</summary>
    public static PrismaticException Broken(string what) =>
        new($"the tokenizer is broken: {Short(what)}; fetch its files again");

    /// <summary>Text of a stranger's file, short enough for one line.</summary>
    public static string Short(string text) => (text.Length > 200 ? text[..200] + "…" : text).ReplaceLineEndings(" ");
}
