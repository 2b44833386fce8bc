using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>Markdown as a reader with everything switched on understands it.</summary>
internal static class MarkdownReading
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .UseTaskLists()
        .UseFootnotes()
        .UseMathematics()
        .UseAlertBlocks()
        .UseDefinitionLists()
        .UseEmojiAndSmiley(enableSmileys: false)
        .Build();

    public static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Pipeline);

    /// <summary>Kinds of everything in it, in order, but for how text is cut into pieces.</summary>
    public static string Shape(string markdown)
    {
        var kinds = new StringBuilder();
        foreach (var node in Parse(markdown).Descendants())
        {
            if (node is not (LiteralInline or HtmlEntityInline))
            {
                kinds.Append(node is LeafBlock or ContainerBlock ? '\n' : ' ').Append(node.GetType().Name);
                kinds.Append(node is HtmlBlock html ? ": " + html.Lines : "");
            }
        }
        return kinds.ToString();
    }

    /// <summary>What a reader sees, spaces without width taken out.</summary>
    public static string Text(string markdown) => RawText(markdown).Replace("\u200b", "", StringComparison.Ordinal);

    /// <summary>What a reader sees outside of code, where hosts look for names to link.</summary>
    public static string Linked(string markdown) => RawText(markdown, withCode: false);

    private static string RawText(string markdown, bool withCode = true) =>
        string.Concat(
            Parse(markdown)
                .Descendants()
                .Select(node =>
                    node switch
                    {
                        LiteralInline literal => literal.Content.ToString(),
                        HtmlEntityInline entity => entity.Transcoded.ToString(),
                        CodeInline code => withCode ? code.Content : " ",
                        _ => "",
                    }
                )
        );
}
